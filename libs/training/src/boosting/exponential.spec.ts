import { describe, expect, it } from '@jest/globals';
import { Random } from '@antidote/tabular';
import { exponentials } from './exponential.js';

describe('exponentials', () => {
  it('are those of Math.exp to two units in the last place', () => {
    const random = new Random(3);
    const x = Float64Array.from({ length: 20_000 }, (_, i) => (random.uniform() - 0.5) * (i % 2 === 0 ? 1400 : 10));
    const ours = x.slice();
    exponentials(ours, ours.length);
    x.forEach((value, i) => expect(Math.abs(ours[i]! / Math.exp(value) - 1)).toBeLessThan(2 ** -51));
  });

  it('are exact at 0 and end at the limit', () => {
    const values = Float64Array.of(0, -0, 1e9, -1e9);
    exponentials(values, 4);
    expect(values[0]).toBe(1);
    expect(values[1]).toBe(1);
    expect(values[2]).toBeCloseTo(Math.exp(708), -295);
    expect(values[3]).toBeGreaterThan(0);
  });
});
