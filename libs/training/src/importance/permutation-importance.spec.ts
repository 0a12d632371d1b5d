import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn, NumericColumn } from '@antidote/tabular';
import { category, numeric } from '../testing/tables.js';
import { permutationImportance } from './permutation-importance.js';

const values = (features: FeatureColumn[], f: number) => (features[f] as NumericColumn).values;

describe('permutation importance', () => {
  it('is the drop worked by hand: a two-row column either stays or is turned round', () => {
    // The label is x0. Shuffled, two rows keep their order (drop 0) or swap (accuracy 1 -> 0, drop 1); x1 is unused.
    const features = [numeric('x0', [0, 1]), numeric('x1', [5, 6])];
    const { baseline, mean, sd, importances } = permutationImportance(
      (columns) => values(columns, 0),
      (predicted) => (predicted[0] === 0 && predicted[1] === 1 ? 1 : 0),
      features,
      2,
      { seed: 1, nRepeats: 200 },
    );
    expect(baseline).toBe(1);
    const drops = importances.subarray(0, 200);
    const share = drops.reduce((sum, drop) => sum + drop, 0) / 200;
    expect(new Set(drops)).toEqual(new Set([0, 1]));
    // Four standard errors of a fair coin tossed 200 times.
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 200));
    expect(mean[0]!).toBeCloseTo(share, 12);
    expect(sd[0]!).toBeCloseTo(Math.sqrt(share * (1 - share)), 12);
    expect([mean[1], sd[1]]).toEqual([0, 0]);
  });

  it('shuffles one column at a time, keeps its values and leaves the input alone', () => {
    const features = [numeric('x0', [1, 2, 3, 4, null]), category('c', [0, 1, 1, -1, 0], ['a', 'b'])];
    const before = structuredClone(features);
    const seen: FeatureColumn[][] = [];
    permutationImportance(
      (columns) => void seen.push(columns),
      () => 0,
      features,
      5,
      { seed: 3, nRepeats: 2 },
    );
    expect(features).toEqual(before);
    expect(seen).toHaveLength(5);
    seen.forEach(([x0, c], call) => {
      const isShuffled = (f: number) => call > 2 * f && call <= 2 * f + 2;
      if (!isShuffled(0)) expect(x0).toBe(features[0]);
      if (!isShuffled(1)) expect(c).toBe(features[1]);
      expect((x0 as NumericColumn).values.slice().sort()).toEqual(Float64Array.of(1, 2, 3, 4, NaN));
    });
  });

  it('is the same for the same seed, whatever the other columns', () => {
    const x = Array.from({ length: 50 }, (_, row) => row);
    const run = (features: FeatureColumn[], seed: number) =>
      permutationImportance(
        (columns) => values(columns, 0),
        (predicted) => predicted.reduce((sum, value, row) => sum - Math.abs(value - row), 0),
        features,
        50,
        { seed },
      ).importances.subarray(0, 5);
    expect(run([numeric('x', x), numeric('y', x)], 1)).toEqual(run([numeric('x', x)], 1));
    expect(run([numeric('x', x)], 2)).not.toEqual(run([numeric('x', x)], 1));
  });

  it('refuses no repeats and no rows', () => {
    const run = (rowCount: number, nRepeats: number) => () =>
      permutationImportance(
        () => 0,
        () => 0,
        [numeric('x', Array(rowCount).fill(1))],
        rowCount,
        { seed: 1, nRepeats },
      );
    expect(run(3, 0)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
    expect(run(0, 5)).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
  });
});
