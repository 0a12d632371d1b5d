import { describe, expect, it } from '@jest/globals';
import { readLevels, readNumber, readParameters } from './read-field.js';

describe('fields', () => {
  it('reads numbers within their limits and says the limit otherwise', () => {
    expect(readNumber('10', { min: 0, max: 100 })).toEqual({ value: 10, fault: null });
    expect(readNumber('', { min: 0, max: 100 }).fault).toBe('Give a number.');
    expect(readNumber('101', { min: 0, max: 100 }).fault).toBe('Give a number from 0 to 100.');
    expect(readNumber('1.5', { min: 1, max: 9, whole: true }).fault).toBe('Give a whole number.');
  });

  it('reads levels in any order and refuses doubles and words', () => {
    expect(readLevels('50, 0,5,10').value).toEqual([0, 5, 10, 50]);
    expect(readLevels('5,5').fault).toBe('The level 5 is there twice.');
    expect(readLevels('5,,10').fault).toMatch(/^"" is no level/);
  });

  it('reads parameters with their types', () => {
    expect(readParameters('maxDepth=4, criterion=entropy, bootstrap=false').value).toEqual({
      maxDepth: 4,
      criterion: 'entropy',
      bootstrap: false,
    });
    expect(readParameters('').value).toEqual({});
    expect(readParameters('maxDepth').fault).toBe('"maxDepth" is not of the form name=value.');
  });
});
