import type { BinnedFeatures } from '../binning/bin-features.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** The leaf that a row of the binned table falls into: its row in `leafProbabilities`. */
export function binnedLeaf(trees: TreeEnsemble, root: number, binned: BinnedFeatures, row: number): number {
  const { feature, splitBin, missingLeft, next } = trees;
  const { bins, rowCount } = binned;
  let node = root;
  let split = feature[node]!;
  while (split >= 0) {
    // A missing value's bin, 255, becomes 0 where missing goes left; see TreeGrower.partition.
    const shift = missingLeft[node]!;
    const left = ((bins[split * rowCount + row]! + shift) & 255) <= splitBin[node]! + shift;
    node = left ? next[node]! : next[node]! + 1;
    split = feature[node]!;
  }
  return next[node]!;
}
