import type { BinnedFeatures } from '../binning/bin-features.js';
import { numbersOf } from '../binning/numbers-of.js';
import type { Predictor } from '../learner.js';
import type { TreeModel } from '../tree-model.js';
import { binnedLeaf } from './binned-leaf.js';
import type { WalkedTrees } from './predict-input.js';
import { leafSums } from './predict-leaf-sums.js';
import { soundTrees } from './sound-trees.js';
import type { TreeEnsemble } from './tree-ensemble.js';

const walkedForests = new WeakMap<TreeEnsemble, WalkedTrees>();

/** A forest as `leafSums` walks it; the same object for the same forest. */
export function walkedForest(trees: TreeEnsemble): WalkedTrees {
  let walked = walkedForests.get(trees);
  if (!walked) {
    const { next, leafProbabilities, classCount } = trees;
    walked = { ...trees, leafRow: next, leafValues: leafProbabilities, leafWidth: classCount, targetCount: 1 };
    walkedForests.set(trees, walked);
  }
  return walked;
}

/** Mean of the trees' leaf probabilities. */
export const treePredictor: Predictor<TreeModel> = {
  probabilities: ({ trees }, features, rowCount, threads) =>
    averaged(leafSums(walkedForest(trees), features.map(numbersOf), rowCount, threads), trees.roots.length),

  isSound: ({ trees, features, classes }) => soundTrees(trees, features, classes.length),

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
