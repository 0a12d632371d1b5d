import { numbersOf, type BinnedFeatures } from '../binning/bin-features.js';
import type { Predictor } from '../learner.js';
import type { TreeModel } from '../tree-model.js';
import { binnedLeaf } from './binned-leaf.js';

/** Mean of the trees' leaf probabilities. */
export const treePredictor: Predictor<TreeModel> = {
  probabilities(model, features, rowCount) {
    const columns = features.map(numbersOf);
    const { roots, feature, threshold, missingLeft, next, leafProbabilities, classCount } = model.trees;
    const probabilities = new Float64Array(rowCount * classCount);
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree]!;
      for (let row = 0; row < rowCount; row++) {
        let node = root;
        let split = feature[node]!;
        while (split >= 0) {
          const value = columns[split]![row]!;
          const left = value <= threshold[node]! || (missingLeft[node] === 1 && value !== value);
          node = left ? next[node]! : next[node]! + 1;
          split = feature[node]!;
        }
        const from = next[node]! * classCount;
        const to = row * classCount;
        for (let c = 0; c < classCount; c++) probabilities[to + c]! += leafProbabilities[from + c]!;
      }
    }
    return averaged(probabilities, roots.length);
  },

  binnedProbabilities(model: TreeModel, binned: BinnedFeatures, rows: ArrayLike<number>): Float64Array {
    const { roots, leafProbabilities, classCount } = model.trees;
    const sums = new Float64Array(rows.length * classCount);
    for (let tree = 0; tree < roots.length; tree++) {
      for (let i = 0; i < rows.length; i++) {
        const from = binnedLeaf(model.trees, roots[tree]!, binned, rows[i]!) * classCount;
        const to = i * classCount;
        for (let c = 0; c < classCount; c++) sums[to + c]! += leafProbabilities[from + c]!;
      }
    }
    return averaged(sums, roots.length);
  },
};

function averaged(sums: Float64Array, trees: number): Float64Array {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / trees;
  return sums;
}
