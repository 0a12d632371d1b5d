import { describe, expect, it } from '@jest/globals';
import { selectRows } from '@antidote/tabular';
import { makeClassification } from '../synthetic/make-classification.js';
import { RESAMPLING_NAMES } from './resample.js';
import { resampleRows } from './resample-rows.js';

describe('resampleRows', () => {
  const { table: whole } = makeClassification({ nSamples: 200, weights: [0.9], seed: 3 });
  // The rows with the highest ids are held out, so that ids counted from the training rows would clash with them.
  const train = selectRows(
    whole,
    Uint32Array.from({ length: 140 }, (_, row) => row),
  );

  it.each(RESAMPLING_NAMES)('%s: row ids are those of training rows, or of no row at all', (name) => {
    const { table, counts } = resampleRows(name, train, [whole], 1);
    const ids = new Set(table.rowIds);
    expect(ids.size).toBe(table.rowCount);
    const added = [...ids].filter((id) => id >= 140);
    expect(added.every((id) => id >= 200)).toBe(true);
    expect(added).toHaveLength(counts?.addedRows ?? 0);
  });

  it('counts what was added, from how many rows, and what went', () => {
    const { table, counts } = resampleRows('smote-tomek', train, [whole], 1);
    const { addedRows, parentRows, removedRows } = counts!;
    expect(train.rowCount + addedRows - removedRows).toBe(table.rowCount);
    expect(addedRows).toBeGreaterThan(80);
    expect(parentRows).toBeLessThan(40);
    expect(resampleRows('none', train, [whole], 1)).toEqual({ table: train, counts: null, warnings: [] });
  });
});
