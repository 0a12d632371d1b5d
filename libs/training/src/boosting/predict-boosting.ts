import type { FeatureColumn } from '@antidote/tabular';
import type { Predictor } from '../learner.js';
import type { BoostedModel } from './boosted-model.js';
import { isSoundBoostedModel } from './sound-boosted-model.js';

/** Rows walked through a tree before the next tree: their values stay in the nearest cache. */
const ROW_BLOCK = 256;

/** Sums of the trees' leaf values over the baseline: exact (see `LEAF_QUANTUM`). Row-major, rows x targets. */
export function boostedMargins(model: BoostedModel, features: FeatureColumn[], rowCount: number): Float64Array {
  const { baseline } = model;
  const { targetCount, roots, feature, threshold, missingLeft, next, leafValue, categorySet, categorySets } =
    model.trees;
  const margins = new Float64Array(rowCount * targetCount);
  const width = features.length;
  const block = new Float64Array(ROW_BLOCK * width);
  for (let from = 0; from < rowCount; from += ROW_BLOCK) {
    const size = Math.min(ROW_BLOCK, rowCount - from);
    transpose(features, from, size, block);
    for (let i = 0; i < size * targetCount; i++) margins[from * targetCount + i] = baseline[i % targetCount]!;
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree]!;
      let at = from * targetCount + (tree % targetCount);
      for (let row = 0; row < size; row++) {
        let node = root;
        let split = feature[node]!;
        while (split >= 0) {
          const value = block[row * width + split]!;
          const set = categorySet[node]!;
          let isLeft: boolean;
          if (value !== value) isLeft = missingLeft[node] === 1;
          else if (set < 0) isLeft = value <= threshold[node]!;
          else isLeft = ((categorySets[set + (value >> 5)]! >>> (value & 31)) & 1) === 1;
          node = next[node]! + (isLeft ? 0 : 1);
          split = feature[node]!;
        }
        margins[at]! += leafValue[node]!;
        at += targetCount;
      }
    }
  }
  return margins;
}

/** Row-major copy of some rows; categories by code, missing as NaN. */
function transpose(features: FeatureColumn[], from: number, size: number, into: Float64Array): void {
  const width = features.length;
  features.forEach((column, index) => {
    if (column.kind === 'numeric') {
      for (let row = 0; row < size; row++) into[row * width + index] = column.values[from + row]!;
      return;
    }
    for (let row = 0; row < size; row++) {
      const code = column.codes[from + row]!;
      into[row * width + index] = code < 0 ? NaN : code;
    }
  });
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
  probabilities: (model, features, rowCount) =>
    linkedProbabilities(boostedMargins(model, features, rowCount), model.classes.length, model.trees.targetCount),
  isSound: isSoundBoostedModel,
};
