import { wilsonInterval } from '@antidote/statistics';
import { confidentCounts, confidentJoint } from './confident-joint.js';

/** An estimated share of rows with its 95 % interval, each in [0, 1]. */
export interface NoiseShare {
  share: number;
  low: number;
  high: number;
  /** Estimated number of rows. */
  rows: number;
}

/**
 * Of the rows that bear class i, the share that truly is of class j, [given i][true j]. The interval is Wilson's over the
 * rows that confidently count for a class; it knows nothing of a model that errs, so that classes which overlap look
 * noisier than they are.
 *
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 */
export function noiseMatrix(predProbs: Float64Array, codes: Int32Array, classCount: number): NoiseShare[][] {
  const counts = confidentCounts(predProbs, codes, classCount);
  const joint = confidentJoint(predProbs, codes, classCount);
  return Array.from({ length: classCount }, (_, i) => {
    const own = counts.subarray(i * classCount, (i + 1) * classCount);
    const sum = own.reduce((total, count) => total + count, 0);
    return Array.from({ length: classCount }, (_, j): NoiseShare => {
      if (sum === 0) return { share: 0, low: 0, high: 1, rows: 0 };
      const [low, high] = wilsonInterval(own[j]!, sum);
      return { share: own[j]! / sum, low, high, rows: joint[i * classCount + j]! };
    });
  });
}
