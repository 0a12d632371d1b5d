import { describe, expect, it } from '@jest/globals';
import { halfWidthPoints } from './precision.js';

describe('halfWidthPoints', () => {
  it('is what the server says of a set of that size', () => {
    expect(halfWidthPoints(30, 0.5)).toBeCloseTo(16.8, 1);
    expect(halfWidthPoints(400, 0.8)).toBeCloseTo(3.91, 1);
  });

  it('shrinks as the set grows', () => {
    expect(halfWidthPoints(1_000_000, 0.5)).toBeLessThan(0.1);
    expect(halfWidthPoints(10, 1)).toBeGreaterThan(0);
  });
});
