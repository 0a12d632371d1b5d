import type { WalkedColumn, WalkedTrees } from './predict-input.js';

/**
 * Adds to `sums`, row-major, the value of the leaf that each row reaches, tree after tree: the plain walk that every
 * faster one must equal to the last bit. Also the quickest for few rows, as it needs no preparation.
 */
export function addLeavesPlainly(
  trees: WalkedTrees,
  columns: WalkedColumn[],
  rowCount: number,
  sums: Float64Array,
): void {
  const { roots, feature, threshold, missingLeft, next, categorySet, categorySets } = trees;
  const { leafRow, leafValues, leafWidth, targetCount } = trees;
  const width = leafWidth * targetCount;
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const part = (tree % targetCount) * leafWidth;
    for (let row = 0; row < rowCount; row++) {
      let node = root;
      let split = feature[node]!;
      while (split >= 0) {
        const value = columns[split]![row]!;
        const set = categorySet ? categorySet[node]! : -1;
        let isLeft: boolean;
        if (value !== value) isLeft = missingLeft[node] === 1;
        else if (set < 0) isLeft = value <= threshold[node]!;
        else isLeft = ((categorySets![set + (value >>> 5)]! >>> (value & 31)) & 1) === 1;
        node = isLeft ? next[node]! : next[node]! + 1;
        split = feature[node]!;
      }
      const from = leafRow[node]! * leafWidth;
      const to = row * width + part;
      for (let k = 0; k < leafWidth; k++) sums[to + k]! += leafValues[from + k]!;
    }
  }
}
