import { describe, expect, it } from '@jest/globals';
import { Random, stratifiedFolds } from '@antidote/tabular';
import { crossValidate } from './cross-validate.js';

const refusal = (code: string) => expect.objectContaining({ code });
const truth = Int32Array.of(0, 1, 0, 1, 1, 0, -1);

/** Learns the class shares of its training rows. */
const shares = (rows: Uint32Array) => {
  const ones = rows.reduce((sum, row) => sum + truth[row]!, 0) / rows.length;
  return (asked: Uint32Array) => Array.from(asked).flatMap(() => [1 - ones, ones]);
};

describe('crossValidate', () => {
  it('fits once a fold on its training rows and predicts each row once', () => {
    const folds = stratifiedFolds(truth, 2, 3, new Random(1));
    const seen: Uint32Array[] = [];
    const result = crossValidate(
      (rows, fold) => {
        expect(fold).toBe(seen.length);
        seen.push(rows);
        return shares(rows);
      },
      folds,
      truth,
      2,
    );
    expect(seen).toEqual(folds.map(({ train }) => train));
    expect(result.folds).toHaveLength(3);
    // Each test part has one row of each class, and every row is given the lower class.
    for (const metrics of result.folds)
      expect(metrics).toMatchObject({ accuracy: 0.5, rocAuc: 0.5, logLoss: Math.LN2 });
    expect([...result.probabilities.subarray(0, 12)]).toEqual(new Array(12).fill(0.5));
    expect([...result.probabilities.subarray(12)]).toEqual([NaN, NaN]);
    folds.forEach(({ test }, fold) => test.forEach((row) => expect(result.foldOf[row]).toBe(fold)));
    expect(result.foldOf[6]).toBe(-1);
  });

  it('leaves rows untested that no fold tests', () => {
    const fold = { train: Uint32Array.of(0, 1), test: Uint32Array.of(3, 2) };
    const { probabilities, foldOf } = crossValidate(shares, [fold], truth, 2);
    expect([...foldOf]).toEqual([-1, -1, 0, 0, -1, -1, -1]);
    expect(probabilities[4]).toBe(0.5);
    expect(probabilities[0]).toBeNaN();
  });

  it('refuses no folds, positions out of range, and probabilities that do not fit', () => {
    const fold = { train: Uint32Array.of(0, 1), test: Uint32Array.of(2, 9) };
    expect(() => crossValidate(shares, [], truth, 2)).toThrow(refusal('too_few_rows'));
    expect(() => crossValidate(shares, [fold], truth, 2)).toThrow(/Fold 0 names row 9 of 7/);
    const good = { train: Uint32Array.of(0, 1), test: Uint32Array.of(2) };
    expect(() => crossValidate(() => () => [1], [good], truth, 2)).toThrow(refusal('shape_mismatch'));
  });
});
