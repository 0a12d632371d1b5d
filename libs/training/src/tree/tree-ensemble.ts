/**
 * Leaf probabilities are multiples of this quantum. Sums over up to 2^14 trees are then exact in a double, so that no
 * order of summation, number of threads or foreign runtime can change a probability, a tie or a label. The rounding
 * is at most 1.9e-12.
 */
export const PROBABILITY_QUANTUM = 2 ** -38;

/**
 * One or more binary trees in flat arrays, one entry a node. The two children of a node are adjacent.
 * A numeric split sends a row left when `value <= threshold`; a category split when the code is in the node's set.
 * A missing value goes left when `missingLeft` is 1.
 */
export interface TreeEnsemble {
  classCount: number;
  /** Node number of each tree's root. */
  roots: Int32Array;
  /** Feature of a split; -1 marks a leaf. */
  feature: Int32Array;
  /** Numeric split: the largest value that goes left; 0 in leaves and category splits. */
  threshold: Float64Array;
  /** Last bin that goes left, in the binning the tree was fitted on. */
  splitBin: Uint8Array;
  missingLeft: Uint8Array;
  /** Split: number of the left child, the right one follows it. Leaf: number of its row in `leafProbabilities`. */
  next: Int32Array;
  /** Row-major, distributions x classes. The first `classCount` rows are the pure distributions. */
  leafProbabilities: Float64Array;
  /**
   * Sum of the training weights in each leaf, bootstrap weights included; 0 at splits. With `leafProbabilities` it
   * gives the class weights of every node, hence impurity importance. Absent in models of another origin.
   */
  leafWeight?: Float64Array;
  /** Category splits: first word of the node's set in `categorySets`; -1 elsewhere. Absent without such splits. */
  categorySet?: Int32Array;
  /**
   * One bit a category code, 32 a word, ceil(categories / 32) words a set; a set bit goes left. Categories that a
   * node's training rows lacked go the way of missing values.
   */
  categorySets?: Uint32Array;
}
