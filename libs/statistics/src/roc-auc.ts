import { fromHighest, rankScores } from './rank-scores.js';
import { scoredRows } from './scored-rows.js';

/**
 * The area under the ROC curve of one class against the rest: the chance that a positive row scores above a negative
 * one, ties counting half. In [0, 1], higher is better, 0.5 is chance; NaN unless there are rows of both sides.
 *
 * @param positive 1 for a positive row, 0 for a negative one; rows with -1 are left out
 * @param scores higher means more likely positive
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range` as `rankScores`
 * @see Hanley & McNeil, The meaning and use of the area under a ROC curve (Radiology 143, 1982)
 */
export function rocAuc(positive: ArrayLike<number>, scores: ArrayLike<number>): number {
  const ranked = rankScores(positive, scores);
  const pairs = ranked.positive.length * ranked.negative.length;
  if (pairs === 0) return NaN;
  let above = 0;
  let wins = 0;
  fromHighest(ranked, (_, positives, negatives) => {
    wins += negatives * (above + positives / 2);
    above += positives;
  });
  return wins / pairs;
}

/**
 * The macro mean of the ROC areas over classes. `ovr`: each class against the rest. `ovo`: each pair of classes on the
 * rows of these two, in both directions, hence insensitive to class shares. Two classes: the area of class 1.
 * Classes and pairs without a row in the truth are left out (scikit-learn refuses them); NaN when nothing is left.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError as `scoredRows`
 * @see Hand & Till, A simple generalisation of the area under the ROC curve (Machine Learning 45, 2001)
 */
export function rocAucOverClasses(
  truth: Int32Array,
  probabilities: ArrayLike<number>,
  classCount: number,
  average: 'ovr' | 'ovo' = 'ovr',
): number {
  const rows = scoredRows(truth, probabilities, classCount);
  const scoresOf = (c: number) => Float64Array.from(rows, (row) => probabilities[row * classCount + c]!);
  if (classCount === 2) {
    return rocAuc(
      Int8Array.from(rows, (row) => truth[row]!),
      scoresOf(1),
    );
  }
  const areas: number[] = [];
  for (let c = 0; c < classCount; c++) {
    const scores = scoresOf(c);
    if (average === 'ovr') {
      areas.push(
        rocAuc(
          Int8Array.from(rows, (row) => (truth[row] === c ? 1 : 0)),
          scores,
        ),
      );
      continue;
    }
    for (let other = 0; other < classCount; other++) {
      if (other === c) continue;
      const side = Int8Array.from(rows, (row) => (truth[row] === c ? 1 : truth[row] === other ? 0 : -1));
      areas.push(rocAuc(side, scores));
    }
  }
  const defined = areas.filter((area) => !Number.isNaN(area));
  return defined.reduce((sum, area) => sum + area, 0) / defined.length;
}
