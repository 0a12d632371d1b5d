import { confidentJoint } from './confident-joint.js';
import { labelMargins } from './label-margins.js';

/** Above this estimated share of wrong labels a positive margin alone flags a row. */
const HEAVY_NOISE = 0.3;

/**
 * Flags wrong labels by confident learning's prune-by-noise-rate: for each pair of given class i and other class j as
 * many rows as the confident joint estimates, those with the largest P[j] - P[i]. As in cleanlab, a row whose given
 * class is its likeliest is never flagged. Under heavy noise the estimate is too rough: then a margin above 0 flags.
 *
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 * @returns 1 for a flagged row
 */
export function flagByNoiseRate(predProbs: Float64Array, codes: Int32Array, classCount: number): Uint8Array {
  const joint = confidentJoint(predProbs, codes, classCount);
  const margins = labelMargins(predProbs, codes, classCount);
  let right = 0;
  let all = 0;
  joint.forEach((rows, at) => {
    all += rows;
    if (at % (classCount + 1) === 0) right += rows;
  });
  if (all > 0 && 1 - right / all > HEAVY_NOISE) return Uint8Array.from(margins, (margin) => (margin > 0 ? 1 : 0));

  const flagged = new Uint8Array(codes.length);
  for (let i = 0; i < classCount; i++) {
    const rows = [...codes.keys()].filter((row) => codes[row] === i && margins[row]! > 0);
    for (let j = 0; j < classCount; j++) {
      if (i === j) continue;
      const lead = (row: number) => predProbs[row * classCount + j]! - predProbs[row * classCount + i]!;
      const wrong = Math.round(joint[i * classCount + j]!);
      for (const row of rows.sort((a, b) => lead(b) - lead(a) || a - b).slice(0, wrong)) {
        if (lead(row) > 0) flagged[row] = 1;
      }
    }
  }
  return flagged;
}
