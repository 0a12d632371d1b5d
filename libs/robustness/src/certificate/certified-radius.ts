/**
 * Number of votes that can be turned without changing who wins: r = floor((n_1 - max_c(n_c + [c < c_1])) / 2) for the
 * winner c_1. Ties go to the class that sorts first. Votes may be fractions, where rows at one distance share them; a turned
 * vote then weighs at most 1.
 *
 * @param votes row-major, rows x `classCount`, from 0
 * @returns the winner of each row and its radius, a whole number from 0
 * @see Levine & Feizi, Deep Partition Aggregation (ICLR 2021), theorem 1
 */
export function certifiedRadius(
  votes: Float64Array,
  classCount: number,
): { predicted: Int32Array; radius: Int32Array } {
  const rows = votes.length / classCount;
  const predicted = new Int32Array(rows);
  const radius = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * classCount;
    let top = 0;
    for (let c = 1; c < classCount; c++) if (votes[at + c]! > votes[at + top]!) top = c;
    let least = Infinity;
    for (let c = 0; c < classCount; c++) {
      if (c === top) continue;
      const half = (votes[at + top]! - votes[at + c]!) / 2;
      const turned = Math.floor(half);
      least = Math.min(least, c < top && half === turned ? turned - 1 : turned);
    }
    predicted[row] = top;
    radius[row] = Math.max(0, least);
  }
  return { predicted, radius };
}
