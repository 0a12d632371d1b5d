import type { FeatureColumn } from '@antidote/tabular';
import { numbersOf } from '../binning/numbers-of.js';
import type { Predictor } from '../learner.js';
import type { WalkedTrees } from '../tree/predict-input.js';
import { leafSums } from '../tree/predict-leaf-sums.js';
import type { BoostedModel, BoostedTrees } from './boosted-model.js';
import { isSoundBoostedModel } from './sound-boosted-model.js';

const walkedBoosted = new WeakMap<BoostedTrees, WalkedTrees>();

/** Boosted trees as `leafSums` walks them; the same object for the same trees. */
export function walkedTrees(trees: BoostedTrees): WalkedTrees {
  let walked = walkedBoosted.get(trees);
  if (!walked) {
    const leafRow = Int32Array.from(trees.feature.keys());
    const { categorySet, categorySets, ...plain } = trees;
    const sets = categorySets.length > 0 ? { categorySet, categorySets } : {};
    walked = { ...plain, ...sets, leafRow, leafValues: trees.leafValue, leafWidth: 1 };
    walkedBoosted.set(trees, walked);
  }
  return walked;
}

/** Sums of the trees' leaf values over the baseline: exact (see `LEAF_QUANTUM`). Row-major, rows x targets. */
export function boostedMargins(
  { trees, baseline }: BoostedModel,
  features: FeatureColumn[],
  rowCount: number,
  threads = 1,
): Float64Array {
  const margins = leafSums(walkedTrees(trees), features.map(numbersOf), rowCount, threads);
  for (let i = 0; i < margins.length; i++) margins[i]! += baseline[i % baseline.length]!;
  return margins;
}

/**
 * Logistic function or softmax of the margins. Margins differ by at least `LEAF_QUANTUM` or not at all, so the order
 * of probabilities, hence the label, is that of the margins.
 */
export function linkedProbabilities(margins: Float64Array, classCount: number, targetCount: number): Float64Array {
  const rowCount = margins.length / targetCount;
  const probabilities = new Float64Array(rowCount * classCount);
  for (let row = 0; row < rowCount; row++) {
    const to = row * classCount;
    if (classCount === 1) probabilities[to] = 1;
    else if (targetCount === 1) {
      const second = 1 / (1 + Math.exp(-margins[row]!));
      probabilities[to] = 1 - second;
      probabilities[to + 1] = second;
    } else {
      const from = row * targetCount;
      let highest = margins[from]!;
      for (let c = 1; c < classCount; c++) if (margins[from + c]! > highest) highest = margins[from + c]!;
      let sum = 0;
      for (let c = 0; c < classCount; c++) sum += probabilities[to + c] = Math.exp(margins[from + c]! - highest);
      for (let c = 0; c < classCount; c++) probabilities[to + c]! /= sum;
    }
  }
  return probabilities;
}

export const boostedPredictor: Predictor<BoostedModel> = {
  probabilities: (model, features, rowCount, threads) =>
    linkedProbabilities(
      boostedMargins(model, features, rowCount, threads),
      model.classes.length,
      model.trees.targetCount,
    ),
  isSound: isSoundBoostedModel,
};
