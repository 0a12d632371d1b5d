import type { BinnedFeatures } from '../binning/bin-features.js';

/** No bin on the right: every value goes left, only missing ones go right. */
export const MISSING_ONLY = -1;

export interface SplitThreshold {
  /** Values up to it go left. */
  threshold: number;
  /** The same limit in bins: `bin <= splitBin` for every binned row exactly when `value <= threshold`. */
  splitBin: number;
}

/**
 * The limit between two neighbouring occupied bins of a node: midway between the nearest values, as scikit-learn
 * does; moved to the next edge where it would cut through a bin that is empty in this node.
 */
export function splitThreshold(
  binned: BinnedFeatures,
  feature: number,
  leftBin: number,
  rightBin: number,
): SplitThreshold {
  const low = binned.low[feature]!;
  const high = binned.high[feature]!;
  if (rightBin === MISSING_ONLY) return { threshold: Number.MAX_VALUE, splitBin: low.length - 1 };
  const threshold = midway(high[leftBin]!, low[rightBin]!);
  let splitBin = leftBin;
  while (splitBin + 1 < rightBin && high[splitBin + 1]! <= threshold) splitBin++;
  const cutsBin = splitBin + 1 < rightBin && low[splitBin + 1]! <= threshold;
  return { threshold: cutsBin ? midway(high[splitBin]!, low[splitBin + 1]!) : threshold, splitBin };
}

/** Midpoint m with a <= m < b, whatever the rounding. */
function midway(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}
