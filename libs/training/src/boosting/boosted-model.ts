import type { ModelParameters } from '@antidote/contracts';
import type { FeatureSchema } from '@antidote/tabular';

/**
 * Leaf values and baselines are multiples of this quantum and at most `LEAF_LIMIT` in size. The margin of a row, a sum
 * over up to 10,000 rounds, is then exact in a double (10,000 * 2^5 < 2^53 * 2^-33), so that no order of summation,
 * number of threads or foreign runtime can change a margin, a tie or a label. The rounding is at most 6e-11.
 */
export const LEAF_QUANTUM = 2 ** -33;
/** A margin of 32 is a probability within 1.3e-14 of 0 or 1. */
export const LEAF_LIMIT = 32;

/** The nearest leaf value that the ensemble can hold. */
export function quantizedLeaf(value: number): number {
  return Math.round(Math.max(-LEAF_LIMIT, Math.min(LEAF_LIMIT, value)) / LEAF_QUANTUM) * LEAF_QUANTUM;
}

/**
 * Regression trees in flat arrays, one entry a node; the two children of a node are adjacent and lie after it.
 * Tree `round * targetCount + target` adds to the margin of `target`. A number goes left when `value <= threshold`,
 * a category when its code is in the node's set; a missing value goes left when `missingLeft` is 1.
 */
export interface BoostedTrees {
  /** Trees a round: 1 for up to two classes, else one a class. */
  targetCount: number;
  /** Node number of each tree's root. */
  roots: Int32Array;
  /** Feature of a split; -1 marks a leaf. */
  feature: Int32Array;
  /** 0 in leaves and category splits. */
  threshold: Float64Array;
  missingLeft: Uint8Array;
  /** Split: number of the left child, the right one follows it. Leaf: 0. */
  next: Int32Array;
  /** What a leaf adds to the margin (shrinkage included); 0 in splits. */
  leafValue: Float64Array;
  /** Category splits: position of the node's set in `categorySets`; -1 elsewhere. */
  categorySet: Int32Array;
  /**
   * One bit a category code, 32 a word, ceil(categories / 32) words a set; a set bit goes left. Categories that no
   * row of the node had, or too few (see `minChildWeight`), go where missing values go.
   */
  categorySets: Uint32Array;
  /** Loss reduction of each split, G_L^2 / (H_L + l2) + G_R^2 / (H_R + l2) - G^2 / (H + l2); 0 in leaves. */
  gain: Float64Array;
}

/** Fitted gradient boosting: plain data, so that it can be saved, sent to a thread and exported. */
export interface BoostedModel {
  kind: 'gradient-boosting';
  /** Exact label texts, sorted by code point; probabilities follow this order. */
  classes: string[];
  features: FeatureSchema[];
  /** The full set, defaults included. */
  parameters: ModelParameters;
  seed: number;
  /** Margin of each target before the first tree: the log odds of the second class, or each class's log share. */
  baseline: Float64Array;
  trees: BoostedTrees;
  /** Rounds in `trees`. With early stopping, those up to the lowest validation loss. */
  bestIteration: number;
  /** With early stopping: log loss on the validation rows after each round that was tried. */
  validationLoss?: Float64Array;
}
