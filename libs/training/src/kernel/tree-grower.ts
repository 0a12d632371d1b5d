import type { Random } from '@antidote/tabular';
import type { BinnedFeatures } from '../binning/bin-features.js';
import type { TreeEnsembleBuilder } from '../tree/tree-ensemble.js';
import { drawBelow } from './draw-below.js';
import type { SplitCriterion } from './split-criterion.js';
import { SplitSearch, type NodeRows } from './split-search.js';
import { splitThreshold } from './split-threshold.js';

export interface GrowthLimits {
  criterion: SplitCriterion;
  /** Number of features drawn at each node. */
  featuresPerNode: number;
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
}

/**
 * Grows trees depth first, left before right, over one binning. Its buffers serve any number of trees.
 * As in scikit-learn, sample minima count rows, whatever their bootstrap weight; features are drawn without
 * replacement until `featuresPerNode` were looked at and at least one of them varies.
 */
export class TreeGrower {
  private readonly search: SplitSearch;
  private readonly featureOrder: Int32Array;
  private readonly counts: Int32Array;
  private readonly right: Int32Array;
  /** Class weights of the nodes waiting on the stack, `classCount` each. */
  private waitingCounts: Int32Array;
  /** Node, start, end, depth and total weight of the nodes waiting on the stack. */
  private waiting: Int32Array;

  constructor(
    private readonly binned: BinnedFeatures,
    private readonly classCount: number,
    private readonly limits: GrowthLimits,
    private readonly builder: TreeEnsembleBuilder,
  ) {
    this.search = new SplitSearch(binned, classCount, limits.criterion, limits.minSamplesLeaf);
    this.featureOrder = new Int32Array(binned.schema.length);
    this.counts = new Int32Array(classCount);
    this.right = new Int32Array(classCount);
    this.waitingCounts = new Int32Array(64 * classCount);
    this.waiting = new Int32Array(64 * 5);
  }

  /**
   * Adds one tree. `rows` and `payload` (weight << 16 | label) are reordered.
   * @returns its root
   */
  grow(rows: Int32Array, payload: Int32Array, rowCount: number, random: Random): number {
    const { builder, classCount, counts, right, search, featureOrder } = this;
    for (let f = 0; f < featureOrder.length; f++) featureOrder[f] = f;
    counts.fill(0);
    let total = 0;
    for (let i = 0; i < rowCount; i++) {
      const entry = payload[i]!;
      counts[entry & 0xffff]! += entry >>> 16;
      total += entry >>> 16;
    }
    const root = builder.addRoot();
    const node: NodeRows = { rows, payload, start: 0, end: rowCount };
    let stack = this.settle(root, counts, total, 0, rowCount, 0, 0);
    while (stack > 0) {
      stack--;
      const at = stack * 5;
      const id = this.waiting[at]!;
      node.start = this.waiting[at + 1]!;
      node.end = this.waiting[at + 2]!;
      const depth = this.waiting[at + 3]!;
      total = this.waiting[at + 4]!;
      for (let c = 0; c < classCount; c++) counts[c] = this.waitingCounts[stack * classCount + c]!;

      this.findSplit(node, total, random);
      if (search.feature < 0) {
        builder.leaf(id, counts, 0, total);
        continue;
      }
      const { threshold, splitBin } = splitThreshold(this.binned, search.feature, search.leftBin, search.rightBin);
      const rightTotal = total - search.leftTotal;
      // Without a missing value to learn from, one goes with the larger child.
      const missingLeft = search.sawMissing ? search.missingLeft : search.leftTotal > rightTotal;
      for (let c = 0; c < classCount; c++) right[c] = counts[c]! - search.leftCounts[c]!;
      const left = builder.split(id, search.feature, threshold, splitBin, missingLeft);
      if (isPure(search.leftCounts, search.leftTotal) && isPure(right, rightTotal)) {
        builder.pureLeaf(left, search.leftCounts.indexOf(search.leftTotal), search.leftTotal);
        builder.pureLeaf(left + 1, right.indexOf(rightTotal), rightTotal);
        continue;
      }
      const middle = this.partition(search.feature, splitBin, missingLeft, node);
      stack = this.settle(left + 1, right, rightTotal, middle, node.end, depth + 1, stack);
      stack = this.settle(left, search.leftCounts, search.leftTotal, node.start, middle, depth + 1, stack);
    }
    return root;
  }

  /** Makes a node a leaf at once where nothing is left to split, else puts it on the stack; returns the stack's size. */
  private settle(
    node: number,
    counts: Int32Array,
    total: number,
    start: number,
    end: number,
    depth: number,
    stack: number,
  ): number {
    const { builder, classCount, limits } = this;
    if (isPure(counts, total)) {
      builder.pureLeaf(node, counts.indexOf(total), total);
      return stack;
    }
    const rows = end - start;
    if (depth >= limits.maxDepth || rows < limits.minSamplesSplit || rows < 2 * limits.minSamplesLeaf) {
      builder.leaf(node, counts, 0, total);
      return stack;
    }
    if ((stack + 1) * 5 > this.waiting.length) {
      this.waiting = widened(this.waiting);
      this.waitingCounts = widened(this.waitingCounts);
    }
    this.waiting[stack * 5] = node;
    this.waiting[stack * 5 + 1] = start;
    this.waiting[stack * 5 + 2] = end;
    this.waiting[stack * 5 + 3] = depth;
    this.waiting[stack * 5 + 4] = total;
    for (let c = 0; c < classCount; c++) this.waitingCounts[stack * classCount + c] = counts[c]!;
    return stack + 1;
  }

  private findSplit(node: NodeRows, total: number, random: Random): void {
    const { search, featureOrder, counts, limits } = this;
    search.begin();
    let left = featureOrder.length;
    let visited = 0;
    let foundVarying = false;
    while (left > 0 && (visited < limits.featuresPerNode || !foundVarying)) {
      const drawn = drawBelow(random, left);
      const feature = featureOrder[drawn]!;
      left--;
      featureOrder[drawn] = featureOrder[left]!;
      featureOrder[left] = feature;
      visited++;
      if (search.visit(feature, node, counts, total)) foundVarying = true;
    }
  }

  /** Moves the rows that go left to the front; returns where the right ones begin. */
  private partition(feature: number, splitBin: number, missingLeft: boolean, node: NodeRows): number {
    const { rows, payload, start, end } = node;
    const { bins, rowCount } = this.binned;
    const base = feature * rowCount;
    // Adding one and keeping eight bits moves the missing bin, 255, in front of all others.
    const shift = missingLeft ? 1 : 0;
    const limit = splitBin + shift;
    let i = start;
    let j = end - 1;
    while (i <= j) {
      const row = rows[i]!;
      if (((bins[base + row]! + shift) & 255) <= limit) {
        i++;
        continue;
      }
      const entry = payload[i]!;
      rows[i] = rows[j]!;
      payload[i] = payload[j]!;
      rows[j] = row;
      payload[j] = entry;
      j--;
    }
    return i;
  }
}

function isPure(counts: Int32Array, total: number): boolean {
  for (let c = 0; c < counts.length; c++) {
    const count = counts[c]!;
    if (count > 0) return count === total;
  }
  return true;
}

function widened(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
