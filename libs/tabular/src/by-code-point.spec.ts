import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byCodePoint } from './by-code-point.js';

describe('byCodePoint', () => {
  it('puts characters beyond the basic plane last, as Python does', () => {
    expect(['😀', '\uFF5E', 'a', 'B', '', 'ab'].sort(byCodePoint)).toEqual(['', 'B', 'a', 'ab', '\uFF5E', '😀']);
  });

  it('orders as UTF-8 bytes do', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
