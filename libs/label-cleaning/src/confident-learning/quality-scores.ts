import { labelMargins } from '../label-margins.js';

/** cleanlab's three label quality scores, each in [0, 1], lower is more suspect; for rows without a label 1. */

/** Probability of the given class. */
export function selfConfidence(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  return Float64Array.from(codes, (given, row) => (given < 0 ? 1 : predProbs[row * classCount + given]!));
}

/** (P[given] - P[likeliest other] + 1) / 2. */
export function normalizedMargin(predProbs: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  return labelMargins(predProbs, codes, classCount).map((margin) => (1 - margin) / 2);
}

const LEAST = 1e-6;

/** log(1 + e) / e of e = entropy, as a share of the largest possible, over the probability of the given class. */
export function confidenceWeightedEntropy(
  predProbs: Float64Array,
  codes: Int32Array,
  classCount: number,
): Float64Array {
  return Float64Array.from(codes, (given, row) => {
    if (given < 0) return 1;
    let entropy = 0;
    for (let c = 0; c < classCount; c++) {
      const probability = predProbs[row * classCount + c]!;
      entropy -= probability * Math.log(Math.max(LEAST, probability));
    }
    const share = entropy / Math.log(classCount);
    const weighted = share / Math.max(LEAST, predProbs[row * classCount + given]!);
    return Math.log(weighted + 1) / Math.max(LEAST, weighted);
  });
}
