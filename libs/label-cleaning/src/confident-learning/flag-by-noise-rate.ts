import { labelMargins } from '../label-margins.js';
import { confidentJoint } from './confident-joint.js';
import { roundedRow } from './rounded-row.js';

export interface FlagOptions {
  leastMargin?: number;
  joint?: Float64Array;
}

/**
 * Flags wrong labels by confident learning's prune-by-noise-rate: for each pair of given class i and other class j as
 * many rows as the confident joint estimates, those with the largest P[j] - P[i]. As in cleanlab, a row whose given
 * class is its likeliest is never flagged, and a class keeps a row that is not.
 *
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none
 * @param options.leastMargin only rows with a larger margin over the given class are flagged (see `labelMargins`)
 * @param options.joint number of wrong labels to look for, row-major [given][true]; the confident joint when absent
 * @returns 1 for a flagged row
 */
export function flagByNoiseRate(
  predProbs: Float64Array,
  codes: Int32Array,
  classCount: number,
  { leastMargin = 0, joint = confidentJoint(predProbs, codes, classCount) }: FlagOptions = {},
): Uint8Array {
  const margins = labelMargins(predProbs, codes, classCount);
  const flagged = new Uint8Array(codes.length);
  const rowsOf = Array.from({ length: classCount }, (): number[] => []);
  codes.forEach((code, row) => {
    if (code >= 0) rowsOf[code]!.push(row);
  });
  for (let i = 0; i < classCount; i++) {
    const wrong = roundedRow(joint.subarray(i * classCount, (i + 1) * classCount));
    for (let j = 0; j < classCount; j++) {
      if (i === j || wrong[j] === 0) continue;
      const lead = (row: number) => predProbs[row * classCount + j]! - predProbs[row * classCount + i]!;
      for (const row of rowsOf[i]!.sort((a, b) => lead(b) - lead(a) || a - b).slice(0, wrong[j])) {
        if (margins[row]! > leastMargin) flagged[row] = 1;
      }
    }
  }
  return flagged;
}
