/**
 * Estimated number of rows by given and true class, row-major [given][true]; each row of it sums to the number of
 * rows with that given label. A row counts for the likeliest class among those that reach their own threshold, the
 * mean probability of the class over the rows that bear it.
 *
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021), eq. 1-3
 */
export function confidentJoint(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  const given = new Int32Array(classCount);
  const thresholds = new Float64Array(classCount);
  codes.forEach((code, row) => {
    if (code < 0) return;
    given[code]!++;
    thresholds[code]! += predProbs[row * classCount + code]!;
  });
  for (let c = 0; c < classCount; c++) thresholds[c] = given[c] === 0 ? Infinity : thresholds[c]! / given[c]!;

  const joint = new Float64Array(classCount * classCount);
  codes.forEach((code, row) => {
    if (code < 0) return;
    let best = -1;
    for (let c = 0; c < classCount; c++) {
      const probability = predProbs[row * classCount + c]!;
      if (probability >= thresholds[c]! && (best < 0 || probability > predProbs[row * classCount + best]!)) best = c;
    }
    if (best >= 0) joint[code * classCount + best]!++;
  });
  for (let i = 0; i < classCount; i++) {
    const counted = joint.subarray(i * classCount, (i + 1) * classCount);
    const sum = counted.reduce((total, count) => total + count, 0);
    if (sum === 0) counted[i] = given[i]!;
    else for (let c = 0; c < classCount; c++) counted[c]! *= given[i]! / sum;
  }
  return joint;
}
