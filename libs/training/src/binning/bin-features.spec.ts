import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { category, numeric } from '../testing/tables.js';
import { binFeatures } from './bin-features.js';

describe('binFeatures', () => {
  it('gives each distinct value its bin, missing values 255', () => {
    const binned = binFeatures([numeric('x', [3, null, -1, 3, 2.5]), category('k', [1, 0, -1, 1, 0], ['a', 'b'])], 5);
    expect(Array.from(binned.bins)).toEqual([2, 255, 0, 2, 1, 1, 0, 255, 1, 0]);
    expect(Array.from(binned.low[0]!)).toEqual([-1, 2.5, 3]);
    expect(Array.from(binned.hasMissing)).toEqual([1, 1]);
    expect(binned.schema).toEqual([
      { name: 'x', type: 'numeric' },
      { name: 'k', type: 'category', categories: ['a', 'b'] },
    ]);
  });

  it('keeps order and bounds, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: 0, max: 3 })), {
          minLength: 1,
          maxLength: 200,
        }),
        fc.integer({ min: 2, max: 20 }),
        (values, maxBins) => {
          const { bins, low, high } = binFeatures([numeric('x', values)], values.length, { maxBins });
          expect(low[0]!.length).toBeLessThanOrEqual(maxBins);
          values.forEach((value, row) => {
            if (Number.isNaN(value)) return expect(bins[row]).toBe(255);
            expect(value).toBeGreaterThanOrEqual(low[0]![bins[row]!]!);
            expect(value).toBeLessThanOrEqual(high[0]![bins[row]!]!);
          });
          for (let bin = 1; bin < low[0]!.length; bin++) expect(low[0]![bin]!).toBeGreaterThan(high[0]![bin - 1]!);
        },
      ),
    );
  });

  it('fills the bins of a column with many values about equally', () => {
    const { bins } = binFeatures(
      [
        numeric(
          'x',
          Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003),
        ),
      ],
      100_000,
    );
    const counts = new Int32Array(256);
    for (const bin of bins) counts[bin]!++;
    expect(Math.max(...counts)).toBeLessThan(2 * (100_000 / 255));
  });

  it('refuses a column of another length and an impossible number of bins', () => {
    expect(() => binFeatures([numeric('x', [1])], 2)).toThrow(expect.objectContaining({ code: 'shape_mismatch' }));
    expect(() => binFeatures([], 0, { maxBins: 256 })).toThrow(
      expect.objectContaining({ code: 'parameter_out_of_range' }),
    );
  });
});
