import type { BinnedFeatures } from '../binning/bin-features.js';
import { MISSING_BIN } from '../binning/missing-bin.js';
import { MISSING_ONLY, splitThreshold } from '../kernel/split-threshold.js';
import { quantizedLeaf } from './boosted-model.js';
import type { BoostedTreesBuilder } from './boosted-trees-builder.js';
import { CategorySearch } from './category-search.js';
import type { HistogramKernel, NodeSums, SplitLimits } from './histogram-kernel.js';
import { SPLIT } from './histogram-memory.js';

export interface GrowthSettings extends SplitLimits {
  learningRate: number;
  /** Infinity for no limit. */
  maxDepth: number;
  /** With a limit the best split of the whole tree is made next; without, the order does not matter. */
  maxLeafNodes: number;
}

/** A smaller gain is rounding, not knowledge; XGBoost's limit. */
const LEAST_GAIN = 1e-6;
const NO_HISTOGRAM = -1;

interface FoundSplit {
  packed: number;
  gain: number;
  threshold: number;
  missingLeft: boolean;
  /** 1 for the bins that go left; the missing rows' at the number of bins, and at `MISSING_BIN`. */
  goesLeft: Uint8Array;
  /** The categories that go left, as words of bits; null for a number. */
  set: Uint32Array | null;
  left: { gradient: number; hessian: number };
}

interface OpenNode extends NodeSums {
  node: number;
  start: number;
  end: number;
  depth: number;
  histogram: number;
  split: FoundSplit;
}

type ClosedNode = Omit<OpenNode, 'split' | 'histogram'>;

/** Grows one regression tree after the other on the gradients in the kernel's memory. */
export class BoostedTreeGrower {
  /** The last tree's leaves: value, and where its rows lie in `memory.rows`. */
  readonly leaves: { value: number; start: number; end: number }[] = [];
  private readonly categories = new CategorySearch();
  private readonly free: number[] = [];
  private root = 0;
  private features: ArrayLike<number> = [];
  /** Splits of the last tree, by node from its root, for rows that were not in it. */
  private readonly steps: ({ feature: number; goesLeft: Uint8Array; next: number } | { value: number })[] = [];

  constructor(
    private readonly kernel: HistogramKernel,
    private readonly binned: BinnedFeatures,
    private readonly settings: GrowthSettings,
    private readonly builder: BoostedTreesBuilder,
  ) {}

  /** @param features those packed into the memory, ascending; @param rowCount rows at the start of `memory.rows` */
  grow(features: ArrayLike<number>, rowCount: number): void {
    const { builder, free, leaves, kernel } = this;
    this.features = features;
    this.root = builder.addRoot();
    leaves.length = 0;
    this.steps.length = 0;
    free.length = 0;
    for (let h = kernel.memory.histogramCount - 1; h >= 0; h--) free.push(h);

    const open: OpenNode[] = [];
    const histogram = free.pop()!;
    this.accumulate(histogram, 0, rowCount);
    this.search(
      { node: this.root, start: 0, end: rowCount, depth: 0, ...this.totals(histogram, rowCount) },
      histogram,
      open,
    );
    let leafCount = 1;
    while (open.length > 0) {
      if (leafCount >= this.settings.maxLeafNodes) {
        for (const node of open) this.close(node);
        break;
      }
      leafCount++;
      this.split(this.takeNext(open), open, leafCount === this.settings.maxLeafNodes);
    }
  }

  /** What the last tree gives a row of the binned table. */
  valueOf(row: number): number {
    const { bins, rowCount } = this.binned;
    let step = this.steps[0]!;
    while ('goesLeft' in step) {
      const isLeft = step.goesLeft[bins[step.feature * rowCount + row]!];
      step = this.steps[step.next + (isLeft ? 0 : 1)]!;
    }
    return step.value;
  }

  private takeNext(open: OpenNode[]): OpenNode {
    if (this.settings.maxLeafNodes === Infinity) return open.pop()!;
    let best = 0;
    for (let i = 1; i < open.length; i++) {
      const ahead = open[i]!.split.gain - open[best]!.split.gain;
      if (ahead > 0 || (ahead === 0 && open[i]!.node < open[best]!.node)) best = i;
    }
    return open.splice(best, 1)[0]!;
  }

  private split(parent: OpenNode, open: OpenNode[], isLast: boolean): void {
    const { kernel, builder } = this;
    const { split, histogram, start, end } = parent;
    kernel.memory.goesLeft.set(split.goesLeft);
    const middle = kernel.partition(split.packed, start, end);
    const feature = this.features[split.packed]!;
    const first = builder.split(parent.node, feature, split.threshold, split.set, split.missingLeft, split.gain);
    this.steps[parent.node - this.root] = { feature, goesLeft: split.goesLeft, next: first - this.root };
    const depth = parent.depth + 1;
    const { gradient, hessian } = split.left;
    const left = { node: first, start, end: middle, depth, gradient, hessian, count: middle - start };
    const right = {
      node: first + 1,
      start: middle,
      end,
      depth,
      gradient: parent.gradient - gradient,
      hessian: parent.hessian - hessian,
      count: end - middle,
    };
    const histograms = isLast ? null : this.childHistograms(histogram, left, right);
    // In this order whatever the children's sizes, so that repeated rows number their nodes as weights do.
    for (const child of [right, left]) {
      const own = histograms?.get(child);
      if (own === undefined) this.close(child);
      else this.search(child, own, open);
    }
  }

  /** Histograms of the children that may be split; the larger one's is what the smaller one leaves of the parent's. */
  private childHistograms(whole: number, left: ClosedNode, right: ClosedNode): Map<ClosedNode, number> {
    const { kernel, free } = this;
    const histograms = new Map<ClosedNode, number>();
    const [small, large] = left.count <= right.count ? [left, right] : [right, left];
    const canLarge = this.canSplit(large);
    if (this.canSplit(small) || (canLarge && whole !== NO_HISTOGRAM)) {
      histograms.set(small, free.pop()!);
      this.accumulate(histograms.get(small)!, small.start, small.end);
    }
    if (canLarge && whole !== NO_HISTOGRAM) {
      for (let block = 0; block < kernel.memory.blockCount; block++) {
        kernel.subtract(block, whole, histograms.get(small)!);
      }
      histograms.set(large, whole);
    } else if (canLarge) {
      histograms.set(large, free.pop()!);
      this.accumulate(histograms.get(large)!, large.start, large.end);
    } else if (whole !== NO_HISTOGRAM) free.push(whole);
    return histograms;
  }

  private canSplit({ depth, count, hessian }: ClosedNode): boolean {
    const { maxDepth, minSamplesLeaf, minChildWeight } = this.settings;
    return depth < maxDepth && count > 1 && count >= 2 * minSamplesLeaf && hessian >= 2 * minChildWeight;
  }

  /** Finds the node's best split and queues it, or makes it a leaf; keeps its histogram while there is room. */
  private search(node: ClosedNode, histogram: number, open: OpenNode[]): void {
    const split = this.canSplit(node) ? this.bestSplit(node, histogram) : null;
    // Two must stay free for the children of whichever node is split next.
    const keeps = split !== null && this.free.length >= 2;
    if (!keeps) this.free.push(histogram);
    if (split) open.push({ ...node, histogram: keeps ? histogram : NO_HISTOGRAM, split });
    else this.close(node);
  }

  private bestSplit(node: ClosedNode, histogram: number): FoundSplit | null {
    const { kernel, categories, binned, features, settings } = this;
    const { memory } = kernel;
    const base = (node.gradient * node.gradient) / (node.hessian + settings.l2Regularization);
    let score = base + LEAST_GAIN;
    let packed = -1;
    let order: Int32Array | null = null;
    let placed = 0;
    for (let candidate = 0; candidate < features.length; candidate++) {
      const isText = binned.schema[features[candidate]!]!.type === 'category';
      const isBetter = isText
        ? categories.search(memory, candidate, histogram, node, score, settings)
        : kernel.searchNumeric(candidate, histogram, node, score, settings);
      if (!isBetter) continue;
      packed = candidate;
      score = memory.found[SPLIT.score]!;
      order = isText ? categories.order.slice(0, categories.placed) : null;
      placed = memory.found[SPLIT.bin]! + 1;
    }
    if (packed < 0) return null;
    const left = { gradient: memory.found[SPLIT.leftGradient]!, hessian: memory.found[SPLIT.leftHessian]! };
    const split = { packed, gain: score - base, left };
    const bins = memory.binCount[packed]!;
    const cell = 2 * (histogram * memory.cellCount + memory.firstCell[packed]!);
    const goesLeft = new Uint8Array(256);
    // Where no row of the node says, missing values follow the heavier child.
    const sawMissing =
      memory.sums[cell + 2 * bins + 1]! > 0 || (order !== null && memory.found[SPLIT.missingLeft] === 1);
    const missingLeft = sawMissing ? memory.found[SPLIT.missingLeft] === 1 : 2 * left.hessian >= node.hessian;
    const feature = features[packed]!;
    goesLeft[bins] = goesLeft[MISSING_BIN] = missingLeft ? 1 : 0;
    if (order) {
      if (missingLeft) goesLeft.fill(1, 0, bins);
      order.forEach((bin, place) => (goesLeft[bin] = place < placed ? 1 : 0));
      return {
        ...split,
        threshold: 0,
        missingLeft,
        goesLeft,
        set: this.categorySet(feature, goesLeft),
      };
    }
    const leftBin = placed - 1;
    let rightBin = leftBin + 1;
    while (rightBin < bins && memory.sums[cell + 2 * rightBin + 1] === 0) rightBin++;
    const limit = splitThreshold(binned, feature, leftBin, rightBin < bins ? rightBin : MISSING_ONLY);
    goesLeft.fill(1, 0, limit.splitBin + 1);
    goesLeft[bins] = goesLeft[MISSING_BIN] = missingLeft ? 1 : 0;
    return { ...split, threshold: limit.threshold, missingLeft, goesLeft, set: null };
  }

  /** Category codes whose bin goes left, one bit each. */
  private categorySet(feature: number, goesLeft: Uint8Array): Uint32Array {
    const binOfCode = this.binned.binOfCode[feature]!;
    const words = new Uint32Array(Math.ceil(binOfCode.length / 32));
    binOfCode.forEach((bin, code) => (words[code >>> 5]! |= goesLeft[bin]! << (code & 31)));
    return words;
  }

  private close({ node, start, end, gradient, hessian }: ClosedNode): void {
    const { learningRate, l2Regularization } = this.settings;
    const value = quantizedLeaf((-learningRate * gradient) / (hessian + l2Regularization));
    this.builder.leaf(node, value);
    this.leaves.push({ value, start, end });
    this.steps[node - this.root] = { value };
  }

  private accumulate(histogram: number, start: number, end: number): void {
    for (let block = 0; block < this.kernel.memory.blockCount; block++) {
      this.kernel.accumulate(block, histogram, start, end);
    }
  }

  /** Sums over all rows: those of any one feature's cells. */
  private totals(histogram: number, count: number): NodeSums {
    const { sums, firstCell, binCount, cellCount } = this.kernel.memory;
    const from = histogram * cellCount + firstCell[0]!;
    let gradient = 0;
    let hessian = 0;
    for (let cell = from; cell <= from + binCount[0]!; cell++) {
      gradient += sums[2 * cell]!;
      hessian += sums[2 * cell + 1]!;
    }
    return { gradient, hessian, count };
  }
}

/** Histograms that a tree keeps at a time: one an open node. */
export function openNodes({ maxDepth, maxLeafNodes }: GrowthSettings): number {
  return Math.min(maxLeafNodes === Infinity ? Math.min(maxDepth, 64) : maxLeafNodes, 4096) + 3;
}
