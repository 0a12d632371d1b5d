import { numbersOf } from '../binning/numbers-of.js';
import type { Predictor } from '../learner.js';
import type { TreeModel } from '../tree-model.js';
import { binnedLeafSums } from './predict-binned.js';
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

  binnedProbabilities: ({ trees }, binned, rows) => averaged(binnedLeafSums(trees, binned, rows), trees.roots.length),
};

function averaged(sums: Float64Array, trees: number): Float64Array {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / trees;
  return sums;
}
