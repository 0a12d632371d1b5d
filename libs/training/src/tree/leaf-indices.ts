import type { FeatureColumn } from '@antidote/tabular';
import { alignColumns } from '../align-columns.js';
import type { TreeModel } from '../tree-model.js';

/**
 * The leaf in which each row ends in each tree, as scikit-learn's `apply`: rows that share leaves are alike to the forest.
 *
 * @param features columns by name, as for `predictProbabilities`
 * @returns row-major, `rowCount` x trees: node numbers, which differ between trees
 * @throws DomainError `column_mismatch` or `shape_mismatch`, naming the column
 */
export function leafIndices(model: TreeModel, features: FeatureColumn[], rowCount: number): Int32Array {
  const columns = alignColumns(model.features, features, rowCount);
  const { roots, feature, threshold, missingLeft, next, categorySet, categorySets } = model.trees;
  const leaves = new Int32Array(rowCount * roots.length);
  const goesLeft = (node: number, row: number): boolean => {
    const column = columns[feature[node]!]!;
    if (column.kind === 'numeric') {
      const value = column.values[row]!;
      return Number.isNaN(value) ? missingLeft[node] === 1 : value <= threshold[node]!;
    }
    const code = column.codes[row]!;
    if (code < 0) return missingLeft[node] === 1;
    return ((categorySets![categorySet![node]! + (code >>> 5)]! >>> (code & 31)) & 1) === 1;
  };
  for (let row = 0; row < rowCount; row++) {
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      while (feature[node]! >= 0) node = next[node]! + (goesLeft(node, row) ? 0 : 1);
      leaves[row * roots.length + tree] = node;
    }
  }
  return leaves;
}
