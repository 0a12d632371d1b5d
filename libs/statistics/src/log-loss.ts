import { scoredRows } from './scored-rows.js';

/**
 * The mean negative natural logarithm of the probability given to the true class, from 0; lower is better. As in
 * scikit-learn probabilities are clipped to [eps, 1 - eps] with the machine's eps of 2^-52 and not normalised, so that
 * a certain mistake costs 36.04 rather than infinity.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, each row summing to 1
 * @throws DomainError as `scoredRows`
 */
export function logLoss(truth: Int32Array, probabilities: ArrayLike<number>, classCount: number): number {
  const rows = scoredRows(truth, probabilities, classCount);
  let sum = 0;
  for (const row of rows) {
    const p = probabilities[row * classCount + truth[row]!]!;
    sum -= Math.log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
  }
  return sum / rows.length;
}
