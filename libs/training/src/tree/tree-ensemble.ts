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
  /** Numeric split: the largest value that goes left. Leaf: the weight of the training rows in it. */
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
}

/** Grows a `TreeEnsemble` node by node. */
export class TreeEnsembleBuilder {
  private roots: number[] = [];
  private feature = new Int32Array(1024);
  private threshold = new Float64Array(1024);
  private splitBin = new Uint8Array(1024);
  private missingLeft = new Uint8Array(1024);
  private next = new Int32Array(1024);
  private leafWeight = new Float64Array(1024);
  private nodeCount = 0;
  private leafProbabilities: Float64Array;
  private distributionCount: number;

  constructor(readonly classCount: number) {
    this.leafProbabilities = new Float64Array(classCount * Math.max(classCount, 64));
    for (let c = 0; c < classCount; c++) this.leafProbabilities[c * classCount + c] = 1;
    this.distributionCount = classCount;
  }

  /** Starts a tree and returns its root. */
  addRoot(): number {
    this.reserve(1);
    this.roots.push(this.nodeCount);
    return this.nodeCount++;
  }

  /** Makes `node` a split and returns its left child; the right one follows it. */
  split(node: number, feature: number, threshold: number, splitBin: number, missingLeft: boolean): number {
    this.reserve(2);
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.splitBin[node] = splitBin;
    this.missingLeft[node] = missingLeft ? 1 : 0;
    this.next[node] = this.nodeCount;
    this.nodeCount += 2;
    return this.nodeCount - 2;
  }

  /** Makes `node`, of training weight `total`, a leaf of a single class. */
  pureLeaf(node: number, label: number, total: number): void {
    this.feature[node] = -1;
    this.next[node] = label;
    this.leafWeight[node] = total;
  }

  /** Makes `node` a leaf with the shares of `counts[offset ... offset + classCount)`, whose sum is `total`. */
  leaf(node: number, counts: Int32Array, offset: number, total: number): void {
    const { classCount } = this;
    const at = this.distributionCount * classCount;
    if (at + classCount > this.leafProbabilities.length) {
      const wider = new Float64Array(this.leafProbabilities.length * 2);
      wider.set(this.leafProbabilities);
      this.leafProbabilities = wider;
    }
    for (let c = 0; c < classCount; c++) {
      const share = counts[offset + c]! / total;
      this.leafProbabilities[at + c] = Math.round(share / PROBABILITY_QUANTUM) * PROBABILITY_QUANTUM;
    }
    this.feature[node] = -1;
    this.next[node] = this.distributionCount++;
    this.leafWeight[node] = total;
  }

  /** The trees so far, in arrays of their exact size. */
  finish(): TreeEnsemble {
    return {
      classCount: this.classCount,
      roots: Int32Array.from(this.roots),
      feature: this.feature.slice(0, this.nodeCount),
      threshold: this.threshold.slice(0, this.nodeCount),
      splitBin: this.splitBin.slice(0, this.nodeCount),
      missingLeft: this.missingLeft.slice(0, this.nodeCount),
      next: this.next.slice(0, this.nodeCount),
      leafProbabilities: this.leafProbabilities.slice(0, this.distributionCount * this.classCount),
      leafWeight: this.leafWeight.slice(0, this.nodeCount),
    };
  }

  /** The growing arrays, for walks over the tree just grown; invalid after the next node is added. */
  view(): TreeEnsemble & { lastRoot: number } {
    return {
      classCount: this.classCount,
      roots: new Int32Array(0),
      feature: this.feature,
      threshold: this.threshold,
      splitBin: this.splitBin,
      missingLeft: this.missingLeft,
      next: this.next,
      leafProbabilities: this.leafProbabilities,
      lastRoot: this.roots[this.roots.length - 1]!,
    };
  }

  private reserve(count: number): void {
    const needed = this.nodeCount + count;
    if (needed <= this.feature.length) return;
    const size = this.feature.length * 2;
    const wider = <T extends Int32Array | Float64Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.feature = wider(this.feature, new Int32Array(size));
    this.threshold = wider(this.threshold, new Float64Array(size));
    this.splitBin = wider(this.splitBin, new Uint8Array(size));
    this.missingLeft = wider(this.missingLeft, new Uint8Array(size));
    this.next = wider(this.next, new Int32Array(size));
    this.leafWeight = wider(this.leafWeight, new Float64Array(size));
  }
}
