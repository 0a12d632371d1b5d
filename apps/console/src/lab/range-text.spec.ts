import { describe, expect, it } from '@jest/globals';
import { readRanges, writeRanges } from './range-text.js';

describe('ranges as text', () => {
  it.each([
    ['age 18 to 90', { age: { min: 18, max: 90 } }],
    [
      'income 0 to 5e3, monthly charges -1.5 to 2',
      { income: { min: 0, max: 5000 }, 'monthly charges': { min: -1.5, max: 2 } },
    ],
    ['age to 90', { age: { max: 90 } }],
    ['age 18 to', { age: { min: 18 } }],
    [' ', undefined],
  ])('reads %s, and what is written reads the same', (text, ranges) => {
    expect(readRanges(text)).toEqual({ ranges, fault: null });
    expect(readRanges(writeRanges(ranges)).ranges).toEqual(ranges);
  });

  it.each([
    ['age', 'Write "age" as a column and two numbers'],
    ['age to', 'Write "age to" as'],
    ['age 9 to 1', 'ends before it begins'],
  ])('says what is wrong with %s', (text, fault) => {
    expect(readRanges(text).fault).toContain(fault);
  });
});
