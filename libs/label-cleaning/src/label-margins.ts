/**
 * For each row the probability of the likeliest other class less that of the given one: in [-1, 1], higher is more
 * suspect (the opposite sign of cleanlab's normalized margin); -1 for a row without a label.
 *
 * @param predProbs row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 */
export function labelMargins(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  return Float64Array.from(codes, (given, row) => {
    if (given < 0) return -1;
    const at = row * classCount;
    let other = 0;
    for (let c = 0; c < classCount; c++) if (c !== given && predProbs[at + c]! > other) other = predProbs[at + c]!;
    return Math.max(-1, Math.min(1, other - predProbs[at + given]!));
  });
}
