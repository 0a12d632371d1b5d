import { describe, expect, it } from '@jest/globals';
import { suggest } from './suggest.js';

describe('suggest', () => {
  it('finds what was meant behind swapped, missing and doubled letters', () => {
    const known = ['poison', 'train', 'predict', 'study'];
    expect(suggest('posion', known)).toBe('poison');
    expect(suggest('tain', known)).toBe('train');
    expect(suggest('studdy', known)).toBe('study');
    expect(suggest('pred', known)).toBe('predict');
  });

  it('stays silent when nothing is near', () => {
    expect(suggest('frobnicate', ['poison', 'train'])).toBeUndefined();
    expect(suggest('', ['poison'])).toBeUndefined();
  });
});
