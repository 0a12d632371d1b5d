import type { BoostedTrees } from './boosted-model.js';

/** Grows `BoostedTrees` node by node. */
export class BoostedTreesBuilder {
  nodeCount = 0;
  private roots: number[] = [];
  private categorySets: number[] = [];
  private feature = new Int32Array(1024);
  private threshold = new Float64Array(1024);
  private missingLeft = new Uint8Array(1024);
  private next = new Int32Array(1024);
  private leafValue = new Float64Array(1024);
  private categorySet = new Int32Array(1024);
  private gain = new Float64Array(1024);

  constructor(readonly targetCount: number) {}

  /** Starts a tree and returns its root. */
  addRoot(): number {
    this.reserve(1);
    this.roots.push(this.nodeCount);
    return this.nodeCount++;
  }

  /**
   * Makes `node` a split and returns its left child; the right one follows it.
   * @param set the categories that go left, as words of bits; null for a number
   */
  split(
    node: number,
    feature: number,
    threshold: number,
    set: Uint32Array | null,
    missingLeft: boolean,
    gain: number,
  ): number {
    this.reserve(2);
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.categorySet[node] = set ? this.categorySets.length : -1;
    if (set) this.categorySets.push(...set);
    this.missingLeft[node] = missingLeft ? 1 : 0;
    this.gain[node] = gain;
    this.leafValue[node] = 0;
    this.next[node] = this.nodeCount;
    this.nodeCount += 2;
    return this.nodeCount - 2;
  }

  leaf(node: number, value: number): void {
    this.feature[node] = -1;
    this.categorySet[node] = -1;
    this.leafValue[node] = value;
  }

  /** The first `treeCount` trees, in arrays of their exact size. */
  finish(treeCount: number): BoostedTrees {
    const end = treeCount < this.roots.length ? this.roots[treeCount]! : this.nodeCount;
    const sets = this.categorySet.subarray(0, end);
    // Sets lie in the order of their nodes only within a tree; keep all of those before the first dropped one.
    let setsEnd = this.categorySets.length;
    for (let node = end; node < this.nodeCount; node++) {
      if (this.categorySet[node]! >= 0) setsEnd = Math.min(setsEnd, this.categorySet[node]!);
    }
    return {
      targetCount: this.targetCount,
      roots: Int32Array.from(this.roots.slice(0, treeCount)),
      feature: this.feature.slice(0, end),
      threshold: this.threshold.slice(0, end),
      missingLeft: this.missingLeft.slice(0, end),
      next: this.next.slice(0, end),
      leafValue: this.leafValue.slice(0, end),
      categorySet: sets.slice(),
      categorySets: Uint32Array.from(this.categorySets.slice(0, setsEnd)),
      gain: this.gain.slice(0, end),
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
    this.missingLeft = wider(this.missingLeft, new Uint8Array(size));
    this.next = wider(this.next, new Int32Array(size));
    this.leafValue = wider(this.leafValue, new Float64Array(size));
    this.categorySet = wider(this.categorySet, new Int32Array(size));
    this.gain = wider(this.gain, new Float64Array(size));
  }
}
