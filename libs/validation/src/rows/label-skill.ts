import { Random, type FeatureColumn } from '@antidote/tabular';
import { columnBins } from './column-bins.js';

const FOLDS = 4;
const MOST_BINS = 64;

/**
 * How well a single column tells the label of rows it has not seen: the balanced accuracy, out of fold, of the class
 * most over-represented in the row's bin, scaled so that 0 is guessing and 1 is certainty. At most 1; below 0 by chance.
 *
 * @param codes label codes, -1 for none
 */
export function labelSkill(column: FeatureColumn, codes: Int32Array, classCount: number, seed: number): number {
  const { bins, binCount } = columnBins(column, MOST_BINS);
  const fold = new Random(seed, codes.length).shuffle(Int32Array.from(codes, (_, row) => row % FOLDS));
  const totals = new Float64Array(classCount);
  for (const code of codes) if (code >= 0) totals[code]!++;
  const present = totals.filter((count) => count > 0).length;
  if (present < 2) return 0;

  const counts = Array.from({ length: FOLDS }, () => new Float64Array(binCount * classCount));
  const all = new Float64Array(binCount * classCount);
  codes.forEach((code, row) => {
    if (code < 0) return;
    const cell = bins[row]! * classCount + code;
    counts[fold[row]!]![cell]!++;
    all[cell]!++;
  });
  const hits = new Float64Array(classCount);
  for (const own of counts) {
    for (let bin = 0; bin < binCount; bin++) {
      let best = -1;
      let bestShare = 0;
      for (let c = 0; c < classCount; c++) {
        const cell = bin * classCount + c;
        // A class weighs by its own size, so that rare classes are told too.
        const share = totals[c]! > 0 ? (all[cell]! - own[cell]!) / totals[c]! : 0;
        if (share > bestShare) [best, bestShare] = [c, share];
      }
      if (best >= 0) hits[best]! += own[bin * classCount + best]!;
    }
  }
  let balanced = 0;
  for (let c = 0; c < classCount; c++) if (totals[c]! > 0) balanced += hits[c]! / totals[c]! / present;
  return (balanced - 1 / present) / (1 - 1 / present);
}
