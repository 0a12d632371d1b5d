import { DomainError } from '@antidote/tabular';
import type { BoostedModel } from '../boosting/boosted-model.js';
import type { TreeModel } from '../tree-model.js';
import type { TreeEnsemble } from '../tree/tree-ensemble.js';

/**
 * Impurity importance of each feature: the share of the trees' impurity decrease that its splits bring, in [0, 1];
 * higher is more important, and the sum is 1 (0 where no tree has a split). For trees and forests the mean decrease in
 * Gini impurity or entropy, weighted by the rows that reach a split and normalised a tree, as scikit-learn does; for
 * boosted trees the loss reduction.
 *
 * It is measured on the training rows, so it favours features with many values and rewards overfitting;
 * `permutationImportance` on held-out rows does not.
 *
 * @returns Float64Array(features), in the model's order
 * @throws DomainError `invalid_argument` for trees that keep no training weights: those of another engine
 * @see Breiman, Friedman, Olshen & Stone, Classification and Regression Trees (1984), section 5.3
 */
export function impurityImportance(model: TreeModel | BoostedModel): Float64Array {
  const featureCount = model.features.length;
  if (model.kind === 'gradient-boosting') {
    const { feature, gain } = model.trees;
    const sums = new Float64Array(featureCount);
    for (let node = 0; node < feature.length; node++) if (feature[node]! >= 0) sums[feature[node]!]! += gain[node]!;
    return normalized(sums);
  }
  const { trees, parameters } = model;
  if (!trees.leafWeight) {
    throw new DomainError(
      'invalid_argument',
      `the trees of this ${model.kind} keep no training weights; use permutation importance, or fit it again`,
    );
  }
  const impurity = parameters.criterion === 'entropy' ? entropy : gini;
  const sums = new Float64Array(featureCount);
  for (const root of trees.roots) {
    const decrease = treeDecrease(trees, trees.leafWeight, root, featureCount, impurity);
    for (let f = 0; f < featureCount; f++) sums[f]! += decrease[f]!;
  }
  return normalized(sums);
}

type Impurity = (counts: Float64Array, from: number, classCount: number, total: number) => number;

/** Impurity decrease by feature of one tree, normalised; from the leaves up, as a node's class weights are its children's. */
function treeDecrease(
  { feature, next, leafProbabilities, classCount }: TreeEnsemble,
  leafWeight: Float64Array,
  root: number,
  featureCount: number,
  impurity: Impurity,
): Float64Array {
  // Parents before children; `place` tells where a node's left child stands, the right one follows it.
  const nodes = [root];
  const place: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    if (feature[nodes[i]!]! < 0) continue;
    place[i] = nodes.length;
    nodes.push(next[nodes[i]!]!, next[nodes[i]!]! + 1);
  }
  const counts = new Float64Array(nodes.length * classCount);
  const totals = new Float64Array(nodes.length);
  const weighted = new Float64Array(nodes.length);
  const decrease = new Float64Array(featureCount);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    const isLeaf = feature[node]! < 0;
    const at = i * classCount;
    const left = place[i]!;
    totals[i] = isLeaf ? leafWeight[node]! : totals[left]! + totals[left + 1]!;
    for (let c = 0; c < classCount; c++) {
      counts[at + c] = isLeaf
        ? totals[i]! * leafProbabilities[next[node]! * classCount + c]!
        : counts[left * classCount + c]! + counts[(left + 1) * classCount + c]!;
    }
    weighted[i] = totals[i]! > 0 ? totals[i]! * impurity(counts, at, classCount, totals[i]!) : 0;
    if (!isLeaf) decrease[feature[node]!]! += weighted[i]! - weighted[left]! - weighted[left + 1]!;
  }
  return normalized(decrease);
}

function gini(counts: Float64Array, from: number, classCount: number, total: number): number {
  let squares = 0;
  for (let c = 0; c < classCount; c++) squares += (counts[from + c]! / total) ** 2;
  return 1 - squares;
}

function entropy(counts: Float64Array, from: number, classCount: number, total: number): number {
  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    const share = counts[from + c]! / total;
    if (share > 0) sum -= share * Math.log2(share);
  }
  return sum;
}

function normalized(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values;
}
