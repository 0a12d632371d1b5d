import { classCounts } from '@antidote/tabular';

const TOLERANCE = 1e-6;

/**
 * The mean probability of each class over the rows that bear it; Infinity for a class without a row.
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021), eq. 2
 */
export function confidentThresholds(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  const given = new Int32Array(classCount);
  const sums = new Float64Array(classCount);
  codes.forEach((code, row) => {
    if (code < 0) return;
    given[code]!++;
    sums[code]! += predProbs[row * classCount + code]!;
  });
  return sums.map((sum, c) => (given[c] === 0 ? Infinity : sum / given[c]!));
}

/**
 * Numbers of rows by given and confident class, row-major [given][confident]. A row that reaches the threshold of one
 * class counts for it, one that reaches several for its likeliest class, one that reaches none not at all. Each class
 * with a row keeps one on the diagonal at least.
 *
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021), eq. 1; cleanlab's `compute_confident_joint`
 */
export function confidentCounts(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  const thresholds = confidentThresholds(predProbs, codes, classCount);
  const counts = new Float64Array(classCount * classCount);
  codes.forEach((code, row) => {
    if (code < 0) return;
    let reached = 0;
    let only = 0;
    let likeliest = 0;
    for (let c = 0; c < classCount; c++) {
      const probability = predProbs[row * classCount + c]!;
      if (probability > predProbs[row * classCount + likeliest]!) likeliest = c;
      // As cleanlab, so that rounding does not put a row beside the threshold that it makes itself.
      if (probability < thresholds[c]! - TOLERANCE) continue;
      reached++;
      only = c;
    }
    if (reached > 0) counts[code * classCount + (reached === 1 ? only : likeliest)]!++;
  });
  for (let c = 0; c < classCount; c++) {
    const own = c * (classCount + 1);
    if (thresholds[c] !== Infinity) counts[own] = Math.max(1, counts[own]!);
  }
  return counts;
}

/**
 * Estimated number of rows by given and true class, row-major [given][true]: the confident counts, scaled so that each
 * row of the matrix sums to the number of rows with that given label.
 *
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021), eq. 3
 */
export function confidentJoint(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  const joint = confidentCounts(predProbs, codes, classCount);
  const given = classCounts(codes, classCount);
  for (let i = 0; i < classCount; i++) {
    const counted = joint.subarray(i * classCount, (i + 1) * classCount);
    const sum = counted.reduce((total, count) => total + count, 0);
    if (sum > 0) for (let c = 0; c < classCount; c++) counted[c]! *= given[i]! / sum;
  }
  return joint;
}

/** Share of rows off the diagonal: the estimated share of wrong labels, in [0, 1]. */
export function noiseRate(joint: Float64Array, classCount: number): number {
  let right = 0;
  let all = 0;
  joint.forEach((rows, at) => {
    all += rows;
    if (at % (classCount + 1) === 0) right += rows;
  });
  return all > 0 ? 1 - right / all : 0;
}
