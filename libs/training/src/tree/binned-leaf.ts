import type { CategoryColumn } from '@antidote/tabular';
import type { BinnedFeatures } from '../binning/bin-features.js';
import { MISSING_BIN } from '../binning/missing-bin.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** The leaf that a row of the binned table falls into: its row in `leafProbabilities`. */
export function binnedLeaf(trees: TreeEnsemble, root: number, binned: BinnedFeatures, row: number): number {
  const { feature, splitBin, missingLeft, next, categorySet, categorySets } = trees;
  const { bins, rowCount } = binned;
  let node = root;
  let split = feature[node]!;
  while (split >= 0) {
    const bin = bins[split * rowCount + row]!;
    let left: boolean;
    if (bin === MISSING_BIN) left = missingLeft[node] === 1;
    else if (categorySet && categorySet[node]! >= 0) {
      const column = binned.columns[split] as CategoryColumn;
      const code = column.codes[row]!;
      left = ((categorySets![categorySet[node]! + (code >>> 5)]! >>> (code & 31)) & 1) === 1;
    } else left = bin <= splitBin[node]!;
    node = left ? next[node]! : next[node]! + 1;
    split = feature[node]!;
  }
  return next[node]!;
}
