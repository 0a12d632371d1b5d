import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spreadLabels } from './spread-labels.js';

describe('spreadLabels', () => {
  it('moves a label off its neighbour and leaves a free one alone', () => {
    expect(spreadLabels([100, 50, 55], 14, 0, 200)).toEqual([100, 50, 64]);
  });

  it('moves up what would leave the plot', () => {
    expect(spreadLabels([198, 200], 14, 0, 200)).toEqual([186, 200]);
  });

  it('keeps distance, order and bounds wherever the labels fit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 }), (wanted) => {
        const placed = spreadLabels(wanted, 14, 0, 200);
        const sorted = [...placed].sort((a, b) => a - b);
        sorted.slice(1).forEach((at, i) => expect(at - sorted[i]!).toBeGreaterThanOrEqual(14));
        expect(sorted[0]).toBeGreaterThanOrEqual(0);
        expect(sorted.at(-1)).toBeLessThanOrEqual(200);
        wanted.forEach((a, i) => wanted.forEach((b, j) => a < b && expect(placed[i]!).toBeLessThan(placed[j]!)));
      }),
    );
  });
});
