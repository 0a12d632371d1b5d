import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spreadLabels } from './spread-labels.js';

describe('spreadLabels', () => {
  it('moves only what overlaps', () => {
    expect(spreadLabels([10, 100], 14, 0, 200)).toEqual([10, 100]);
    expect(spreadLabels([50, 50], 14, 0, 200)).toEqual([50, 64]);
    expect(spreadLabels([198, 195], 14, 0, 200)).toEqual([200, 186]);
  });

  it('keeps the gap and the limits whenever there is room', () => {
    const wishes = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(wishes, (positions) => {
        const placed = spreadLabels(positions, 14, 0, 200).sort((a, b) => a - b);
        placed.forEach((position, index) => {
          expect(position).toBeGreaterThanOrEqual(-1e-9);
          expect(position).toBeLessThanOrEqual(200 + 1e-9);
          if (index > 0) expect(position - placed[index - 1]!).toBeGreaterThanOrEqual(14 - 1e-9);
        });
      }),
    );
  });
});
