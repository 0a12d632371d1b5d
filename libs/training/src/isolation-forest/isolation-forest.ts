import type { FeatureSchema } from '@antidote/tabular';

/** Random orders that a category column is seen in. */
export const CATEGORY_ORDERS = 16;

/** Isolation trees in flat arrays, one entry a node; the two children of a node are adjacent and lie after it. */
export interface IsolationTrees {
  /** Node number of each tree's root. */
  roots: Int32Array;
  /** Feature of a split; -1 marks a leaf. */
  feature: Int32Array;
  /** A number up to it goes left; for a category, its position in the tree's order of the categories. */
  threshold: Float64Array;
  /** 1 where a missing value goes left. */
  missingLeft: Uint8Array;
  /** Split: number of the left child, the right one follows it. Leaf: 0. */
  next: Int32Array;
  /** Leaf: its depth + c(rows in it). 0 at splits. */
  pathLength: Float64Array;
}

/** A fitted isolation forest: plain data, so that it can be saved and sent to a thread. */
export interface IsolationForest {
  kind: 'isolation-forest';
  features: FeatureSchema[];
  seed: number;
  /** psi: rows drawn for each tree. */
  sampleSize: number;
  /** Share of the training rows that `isAnomaly` flags, or 'auto'. */
  contamination: number | 'auto';
  /** A row is flagged when its score exceeds this: 0.5 for 'auto', else a quantile of the training scores. */
  scoreThreshold: number;
  /**
   * By feature: for a category column, the position of each category in each of `CATEGORY_ORDERS` random orders
   * (orders x categories), of which tree t uses order t modulo their number; null for a numeric one.
   */
  categoryPositions: (Int32Array | null)[];
  trees: IsolationTrees;
}
