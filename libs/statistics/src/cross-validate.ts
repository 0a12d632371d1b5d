import type { Metrics } from '@antidote/contracts';
import { DomainError, type Fold } from '@antidote/tabular';
import { allMetrics } from './all-metrics.js';

/** Class probabilities of the rows at `positions`: row-major, positions x classes. */
export type Predictor = (positions: Uint32Array) => ArrayLike<number>;

export interface CrossValidation {
  /** Metrics of each fold's test rows, in fold order. */
  folds: Metrics[];
  /** Row-major, rows x classes: each row predicted by a model that did not see it; NaN where no fold tests it. */
  probabilities: Float64Array;
  /** The fold that tested each row, -1 for none; the last where folds overlap. */
  foldOf: Int32Array;
}

/**
 * Fits on the training rows of each fold and scores on its test rows. Predicted labels are the most probable class,
 * ties to the lower one. Test rows without a label are predicted, not scored.
 *
 * A class that the training rows of a fold lack is one that the predictor must give the probability 0; what it costs
 * shows in the metrics. `meanInterval` over `folds` gives the mean; folds share training rows, so that its interval is
 * somewhat too narrow.
 *
 * @param fit trains on the rows at `positions` and returns the predictor; called once a fold, in order
 * @param folds from `stratifiedFolds` and its kin
 * @param truth class codes of all rows, -1 for no label
 * @throws DomainError `too_few_rows` without a fold or for a fold whose test rows have no label, `shape_mismatch` for
 *   positions out of range and for probabilities that do not fit
 */
export function crossValidate(
  fit: (positions: Uint32Array, fold: number) => Predictor,
  folds: readonly Fold[],
  truth: Int32Array,
  classCount: number,
): CrossValidation {
  if (folds.length === 0) throw new DomainError('too_few_rows', 'There is no fold to validate on; give at least one.');
  const result: CrossValidation = {
    folds: [],
    probabilities: new Float64Array(truth.length * classCount).fill(NaN),
    foldOf: new Int32Array(truth.length).fill(-1),
  };
  folds.forEach(({ train, test }, fold) => {
    for (const rows of [train, test]) {
      const outside = rows.find((position) => position >= truth.length);
      if (outside === undefined) continue;
      throw new DomainError(
        'shape_mismatch',
        `Fold ${fold} names row ${outside} of ${truth.length}; make the folds from the labels given here.`,
      );
    }
    const predict = fit(train, fold);
    const probabilities = predict(test);
    if (probabilities.length !== test.length * classCount) {
      throw new DomainError(
        'shape_mismatch',
        `The predictor of fold ${fold} gave ${probabilities.length} probabilities for ${test.length} rows and ${classCount} classes; give one for each.`,
      );
    }
    const predicted = new Int32Array(test.length);
    test.forEach((row, i) => {
      for (let c = 0; c < classCount; c++) {
        const p = probabilities[i * classCount + c]!;
        result.probabilities[row * classCount + c] = p;
        if (p > probabilities[i * classCount + predicted[i]!]!) predicted[i] = c;
      }
      result.foldOf[row] = fold;
    });
    const foldTruth = Int32Array.from(test, (row) => truth[row]!);
    result.folds.push(allMetrics(foldTruth, predicted, probabilities, classCount));
  });
  return result;
}
