import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { budget } from './budget.js';

describe('budget', () => {
  it.each([
    [150, 5, 8],
    [150, 10, 15],
    [150, 50, 75],
    [150, 0, 0],
    [150, 100, 150],
    [105, 10, 11],
    [569, 50, 285],
    [50_000, 0.07, 35],
    [1000, 0.05, 1],
    [1000, 0.049, 0],
    [200, 57.25, 115],
    [1_000_000, 1e-7, 0],
    [500_000_000, 1e-7, 1],
    [0, 50, 0],
  ])('of %i rows at %d %% is %i', (rows, percent, expected) => {
    expect(budget(rows, percent)).toBe(expected);
  });

  it('rounds half up in decimals where binary fractions fall short', () => {
    expect(Math.floor((2500 * 1.14) / 100 + 0.5)).toBe(28);
    expect(budget(2500, 1.14)).toBe(29);
  });

  it('is the integer nearest to n * p / 100 for hundredths of a percent', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(10_000), (rows, hundredths) => {
        expect(budget(rows, hundredths / 100)).toBe(Math.floor((2 * rows * hundredths + 10_000) / 20_000));
      }),
    );
  });

  it.each([-0.1, 100.1, Infinity, -Infinity])('refuses %d %%', (percent) => {
    expect(() => budget(10, percent)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
  });

  it('refuses what is not a number', () => {
    expect(() => budget(10, NaN)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
