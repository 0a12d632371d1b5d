import { scoredRows } from './scored-rows.js';

/**
 * The mean squared distance of the probabilities to the truth; lower is better. Two classes: of class 1 alone, in
 * [0, 1]. More: summed over the classes, in [0, 2], which is Brier's own definition. As scikit-learn's
 * `brier_score_loss` with `scale_by_half='auto'`.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, each row summing to 1
 * @throws DomainError as `scoredRows`
 * @see Brier, Verification of forecasts expressed in terms of probability (1950)
 */
export function brierScore(truth: Int32Array, probabilities: ArrayLike<number>, classCount: number): number {
  const rows = scoredRows(truth, probabilities, classCount);
  let sum = 0;
  for (const row of rows) {
    for (let c = 0; c < classCount; c++) {
      sum += (probabilities[row * classCount + c]! - (truth[row] === c ? 1 : 0)) ** 2;
    }
  }
  return sum / rows.length / (classCount === 2 ? 2 : 1);
}
