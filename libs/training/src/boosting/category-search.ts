import type { NodeSums, SplitLimits } from './histogram-kernel.js';
import { SPLIT, type HistogramMemory } from './histogram-memory.js';

/**
 * Splits on a category: its values in the order of G / (H + l2), then the best cut of that order, which is the best of
 * all two-way groupings when l2 is 0. Values whose hessian sum is below `minChildWeight` say too little to be ordered
 * and travel with the missing ones, so that an id-like column cannot be learned by heart.
 *
 * @see Fisher, On Grouping for Maximum Homogeneity (JASA 53, 1958); Chen & Guestrin, XGBoost (KDD 2016)
 */
export class CategorySearch {
  /** Bins in the order of the last search; the first `placed` of them were ordered. */
  readonly order = new Int32Array(256);
  placed = 0;
  private readonly ratio = new Float64Array(256);

  /** As `HistogramKernel.searchNumeric`; `found[SPLIT.bin]` is the place of the last left one in `order`. */
  search(
    { sums, counts, firstCell, binCount, cellCount, found }: HistogramMemory,
    packed: number,
    from: number,
    node: NodeSums,
    score: number,
    { l2Regularization: l2, minChildWeight, minSamplesLeaf }: SplitLimits,
  ): boolean {
    const { order, ratio } = this;
    const cell = from * cellCount + firstCell[packed]!;
    const bins = binCount[packed]!;
    const hasCounts = counts.length > 0;
    let otherGradient = sums[2 * (cell + bins)]!;
    let otherHessian = sums[2 * (cell + bins) + 1]!;
    let otherCount = hasCounts ? counts[cell + bins]! : 0;
    let placed = 0;
    for (let bin = 0; bin < bins; bin++) {
      const gradient = sums[2 * (cell + bin)]!;
      const hessian = sums[2 * (cell + bin) + 1]!;
      if (hessian === 0) continue;
      if (hessian < minChildWeight) {
        otherGradient += gradient;
        otherHessian += hessian;
        if (hasCounts) otherCount += counts[cell + bin]!;
        continue;
      }
      ratio[bin] = gradient / (hessian + l2);
      order[placed++] = bin;
    }
    this.placed = placed;
    order.subarray(0, placed).sort((a, b) => ratio[a]! - ratio[b]! || a - b);

    let best = score;
    let isFound = false;
    for (let otherLeft = 0; otherLeft <= (otherHessian > 0 ? 1 : 0); otherLeft++) {
      let gradient = otherLeft ? otherGradient : 0;
      let hessian = otherLeft ? otherHessian : 0;
      let count = otherLeft ? otherCount : 0;
      for (let i = 0; i < placed; i++) {
        const at = cell + order[i]!;
        gradient += sums[2 * at]!;
        hessian += sums[2 * at + 1]!;
        if (hasCounts) {
          count += counts[at]!;
          if (count < minSamplesLeaf) continue;
          if (node.count - count < minSamplesLeaf) break;
        }
        if (hessian < minChildWeight) continue;
        const rightHessian = node.hessian - hessian;
        if (rightHessian <= 0 || rightHessian < minChildWeight) break;
        const rightGradient = node.gradient - gradient;
        const value = (gradient * gradient) / (hessian + l2) + (rightGradient * rightGradient) / (rightHessian + l2);
        if (value > best) {
          best = value;
          isFound = true;
          found[SPLIT.score] = value;
          found[SPLIT.bin] = i;
          found[SPLIT.missingLeft] = otherLeft;
          found[SPLIT.leftGradient] = gradient;
          found[SPLIT.leftHessian] = hessian;
        }
      }
    }
    return isFound;
  }
}
