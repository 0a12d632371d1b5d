import { DomainError } from '@antidote/tabular';

/** Scores of the positive and of the negative rows, each ascending. */
export interface RankedScores {
  positive: Float64Array;
  negative: Float64Array;
}

/**
 * Sorts the scores of both sides apart: curves are then a merge, and equal scores meet in one step.
 *
 * @param positive 1 for a positive row, 0 for a negative one; other rows (-1) are left out
 * @throws DomainError `shape_mismatch` for unequal lengths, `parameter_out_of_range` for a score of NaN
 */
export function rankScores(positive: ArrayLike<number>, scores: ArrayLike<number>): RankedScores {
  if (positive.length !== scores.length) {
    throw new DomainError(
      'shape_mismatch',
      `${scores.length} scores for ${positive.length} rows; give one score for each row.`,
    );
  }
  const sides = [new Float64Array(scores.length), new Float64Array(scores.length)] as const;
  const sizes = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const side = positive[row]!;
    if (side !== 0 && side !== 1) continue;
    const score = scores[row]!;
    if (Number.isNaN(score)) {
      throw new DomainError('parameter_out_of_range', `Row ${row} has the score NaN; give a number for each row.`);
    }
    sides[side][sizes[side]!++] = score;
  }
  return { negative: sides[0].subarray(0, sizes[0]).sort(), positive: sides[1].subarray(0, sizes[1]).sort() };
}

/**
 * Walks the distinct scores from the highest down.
 *
 * @param visit given the score and how many positives and negatives bear it
 */
export function fromHighest(
  { positive, negative }: RankedScores,
  visit: (score: number, positives: number, negatives: number) => void,
): void {
  let p = positive.length - 1;
  let n = negative.length - 1;
  while (p >= 0 || n >= 0) {
    const score = p < 0 ? negative[n]! : n < 0 ? positive[p]! : Math.max(positive[p]!, negative[n]!);
    const beforeP = p;
    const beforeN = n;
    while (p >= 0 && positive[p] === score) p--;
    while (n >= 0 && negative[n] === score) n--;
    visit(score, beforeP - p, beforeN - n);
  }
}
