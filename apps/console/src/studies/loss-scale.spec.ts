import { describe, expect, it } from '@jest/globals';
import { lossScale } from './loss-scale.js';

describe('lossScale', () => {
  it('holds zero, every end and a few round ticks', () => {
    const scale = lossScale([6.5, 11.9, -1.1, 0.4]);
    expect(scale.ticks).toEqual([0, 5, 10]);
    expect(scale.at(-1.1)).toBe(0);
    expect(scale.at(11.9)).toBe(100);
    expect(scale.at(0)).toBeCloseTo(8.46, 2);
  });

  it('has a width even when nothing was lost', () => {
    const scale = lossScale([0, 0]);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(1)).toBe(100);
  });
});
