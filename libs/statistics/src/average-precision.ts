import { fromHighest, rankScores } from './rank-scores.js';
import { scoredRows } from './scored-rows.js';

/**
 * Average precision: the mean of the precisions at each distinct score, weighted by the gain in recall; the area under
 * the precision-recall curve without interpolation. In [0, 1], higher is better; chance gives the share of positives.
 * 0 without a positive row, as scikit-learn.
 *
 * @param positive 1 for a positive row, 0 for a negative one; rows with -1 are left out
 * @param scores higher means more likely positive
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range` as `rankScores`
 */
export function averagePrecision(positive: ArrayLike<number>, scores: ArrayLike<number>): number {
  const ranked = rankScores(positive, scores);
  const total = ranked.positive.length;
  if (total === 0) return 0;
  let found = 0;
  let taken = 0;
  let area = 0;
  fromHighest(ranked, (_, positives, negatives) => {
    found += positives;
    taken += positives + negatives;
    area += (positives / total) * (found / taken);
  });
  return area;
}

/**
 * The average precision of class 1 for two classes, else the macro mean of one against the rest over the classes that
 * the truth holds. NaN for two classes when the truth lacks one of them.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError as `scoredRows`
 */
export function averagePrecisionOverClasses(
  truth: Int32Array,
  probabilities: ArrayLike<number>,
  classCount: number,
): number {
  const rows = scoredRows(truth, probabilities, classCount);
  const present = new Set(Array.from(rows, (row) => truth[row]!));
  if (present.size < 2) return NaN;
  const classes = classCount === 2 ? [1] : [...present];
  const areas = classes.map((c) =>
    averagePrecision(
      Int8Array.from(rows, (row) => (truth[row] === c ? 1 : 0)),
      Float64Array.from(rows, (row) => probabilities[row * classCount + c]!),
    ),
  );
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}
