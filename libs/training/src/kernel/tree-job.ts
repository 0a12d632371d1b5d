import { Random } from '@antidote/tabular';
import type { BinnedFeatures } from '../binning/bin-features.js';
import { categoryOrder } from './category-order.js';
import type { Kernel } from './kernel.js';
import * as job from './job-layout.js';
import { KEPT_NODE } from './kept-histograms.js';

/** What to grow, checked. */
export interface TreeJob {
  binned: BinnedFeatures;
  classCount: number;
  /** Label codes, one a row of `binned`. */
  labels: Int32Array;
  /** Positions to train on. */
  rows: Int32Array;
  /** Weight of each of `rows`; null when all are 1. */
  weights: Float64Array | null;
  seed: number;
  outOfBag: boolean;
  limits: GrowthLimits;
}

/** How much a node's children tell about the label; the split with the highest score wins. */
export type SplitCriterion = 'gini' | 'entropy';

export interface GrowthLimits {
  nEstimators: number;
  bootstrap: boolean;
  randomThresholds: boolean;
  criterion: SplitCriterion;
  /** Number of features drawn at each node. */
  featuresPerNode: number;
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  minImpurityDecrease: number;
}

/** Where a job and its workers lie in the kernel's memory, in words. */
export interface PlacedJob {
  task: number;
  workers: number[];
  buffer: ArrayBufferLike;
}

/** Random numbers of training: stream (TRAINING, tree), so that trees may be grown in any order. */
const TRAINING_STREAM = 2;
/** Entries pack row, weight and label into 32 bits; a weight has five. */
const WEIGHT_BITS = 5;
const PACKED_LABEL_BITS = 5;
const SORTED_ROWS = 64;
const LANE_BYTES = 2176;
/** With more features, histograms of all of them would take too much memory. */
const KEPT_FEATURES = 256;
/** Leaf distributions are taken out in batches of about so many bytes. */
const SHARES_BYTES = 1 << 22;

/** Lays a job and the scratch space of `workerCount` workers out in the kernel's memory. */
export function placeJob(kernel: Kernel, tree: TreeJob, workerCount: number): PlacedJob {
  const { binned, rows, classCount, limits, weights } = tree;
  const featureCount = binned.schema.length;
  const rowCount = rows.length;
  const hasCategories = binned.schema.some((feature) => feature.type === 'category');
  let size = 64;
  /** Reserves `count` items of `unit` bytes; returns the address in that unit. */
  const take = (count: number, unit: 1 | 4 | 8) => {
    const at = size;
    size += Math.ceil((count * unit) / 64) * 64;
    return at / unit;
  };

  const isPacked = classCount === 2 && limits.criterion === 'gini' && !weights && rowCount <= 2 ** 22;
  const labelBits = entryLabelBits(isPacked, rowCount, classCount);
  const rowShift = labelBits + WEIGHT_BITS;
  const isSortable = limits.criterion === 'gini' && !weights && limits.minSamplesLeaf === 1 && labelBits > 0;
  const ordersCategories = hasCategories && (classCount > 2 || limits.randomThresholds);
  const keptPlaces =
    isPacked && keepsHistograms(tree) ? 2 + Math.max(0, Math.ceil(Math.log2(rowCount / KEPT_NODE))) : 0;
  const nodeCapacity = Math.min(2 * rowCount, 2 ** Math.min(limits.maxDepth + 1, 31));

  const task = take(job.JOB_WORDS, 4);
  const words: [at: number, value: number][] = [
    [job.ROWS, rowCount],
    [job.FEATURES, featureCount],
    [job.CLASSES, classCount],
    [job.BINS, take(rowCount * featureCount, 1)],
    [job.LABELS, take(rowCount, 4)],
    [job.WEIGHTS, weights ? take(rowCount, 8) : 0],
    [job.BIN_COUNTS, take(featureCount, 4)],
    [job.FLAGS, take(featureCount, 4)],
    [job.LOW, take(256 * featureCount, 8)],
    [job.HIGH, take(256 * featureCount, 8)],
    [job.IS_ENTROPY, limits.criterion === 'entropy' ? 1 : 0],
    [job.FEATURES_PER_NODE, limits.featuresPerNode],
    [job.MAX_DEPTH, Math.min(limits.maxDepth, 2 ** 31 - 1)],
    [job.MIN_SAMPLES_SPLIT, limits.minSamplesSplit],
    [job.MIN_SAMPLES_LEAF, limits.minSamplesLeaf],
    [job.IS_BOOTSTRAP, limits.bootstrap ? 1 : 0],
    [job.IS_RANDOM_THRESHOLD, limits.randomThresholds ? 1 : 0],
    [job.LABEL_BITS, labelBits],
    [job.ROW_SHIFT, rowShift],
    [job.IS_PACKED, isPacked ? 1 : 0],
    [job.MIN_DECREASE, take(1, 8)],
    [job.TREE_SEEDS, take(4 * limits.nEstimators, 4)],
    [job.NEXT_TREE, 0],
    [job.TREES, limits.nEstimators],
    [job.KEPT_HISTOGRAMS, keptPlaces],
    [job.CATEGORY_ORDERS, ordersCategories ? take(256 * featureCount, 4) : 0],
  ];
  const constantWords = (featureCount + 31) >>> 5;
  const sharesCapacity = Math.max(1, Math.min(rowCount, Math.floor(SHARES_BYTES / (8 * classCount))));
  const workers = Array.from({ length: workerCount }, () => {
    const worker = take(job.WORKER_WORDS, 4);
    const fields: [at: number, value: number][] = [
      [job.ENTRIES, take(rowCount, 4)],
      [job.OTHER_ENTRIES, take(rowCount, 4)],
      [job.FEATURE_ORDER, take(featureCount, 4)],
      [job.DRAWN_PLACES, take(featureCount, 4)],
      [job.PACKED_HISTOGRAM, take(6 * 256, 4)],
      [job.HISTOGRAM, take(256 * classCount, 8)],
      [job.OCCUPIED, take(8, 4)],
      [job.BIN_LIST, take(256, 4)],
      [job.ROW_COUNTS, take(256, 4)],
      [job.SORTED, take(SORTED_ROWS, 4)],
      [job.GROUP, take(4, 4)],
      [job.LANES, take(LANE_BYTES, 1)],
      [job.STACK, take(job.STACK_ENTRIES * (job.STACK_WORDS + constantWords), 4)],
      [job.STACK_COUNTS, take(job.STACK_ENTRIES * classCount, 8)],
      [job.NODE_COUNTS, take(Math.max(2, classCount), 8)],
      [job.LEFT_COUNTS, take(Math.max(2, classCount), 8)],
      [job.RIGHT_COUNTS, take(classCount, 8)],
      [job.SCAN_COUNTS, take(classCount, 8)],
      [job.BEST_SCORE, take(2, 8)],
      [job.DRAWN, limits.bootstrap ? take(rowCount, 4) : 0],
      [job.CONSTANT, take(constantWords, 4)],
      [job.BEST_SET, take(8, 4)],
      [job.NODE_FEATURE, take(nodeCapacity, 4)],
      [job.NODE_NEXT, take(nodeCapacity, 4)],
      [job.NODE_THRESHOLD, take(nodeCapacity, 8)],
      [job.NODE_SPLIT_BIN, take(nodeCapacity, 1)],
      [job.NODE_MISSING_LEFT, take(nodeCapacity, 1)],
      [job.NODE_SET, hasCategories ? take(nodeCapacity, 4) : 0],
      [job.SETS, hasCategories ? take(nodeCapacity * 4, 4) : 0],
      [job.SHARES, take(sharesCapacity * classCount, 8)],
      [job.SHARES_CAPACITY, sharesCapacity],
      [job.SMALL_NODE, isSortable ? smallNode(labelBits) : 0],
      [job.KEPT, take(keptPlaces * featureCount * 256, 4)],
      [job.PARTS, take(1, 8)],
      [job.CATEGORY_SHARES, take(256, 8)],
      [job.BEST_THRESHOLD, take(1, 8)],
      [job.OUTPUT, take(nodeCapacity * (hasCategories ? 38 : 18) + 8, 1)],
      [job.VOTES, tree.outOfBag ? take(rowCount * classCount, 8) : 0],
      [job.VOTE_COUNTS, tree.outOfBag ? take(rowCount, 4) : 0],
    ];
    return { worker, fields };
  });

  const buffer = kernel.reserve(size);
  const heap = new Int32Array(buffer);
  for (const [at, value] of words) heap[task + at] = value;
  fillFeatures(buffer, task, tree);
  for (let t = 0; t < limits.nEstimators; t++) {
    const random = new Random(tree.seed, TRAINING_STREAM, t);
    const seeds = heap[task + job.TREE_SEEDS]! + 4 * t;
    for (let i = 0; i < 4; i++) heap[seeds + i] = random.uint32();
  }
  const reals = new Float64Array(buffer);
  for (const { worker, fields } of workers) {
    heap.fill(0, worker, worker + job.WORKER_WORDS);
    for (const [at, value] of fields) heap[worker + at] = value;
    const packed = heap[worker + job.PACKED_HISTOGRAM]!;
    heap.fill(0, packed, packed + 6 * 256);
    const histogram = heap[worker + job.HISTOGRAM]!;
    reals.fill(0, histogram, histogram + 256 * classCount);
    heap.fill(0, heap[worker + job.OCCUPIED]!, heap[worker + job.OCCUPIED]! + 8);
    for (let f = 0; f < featureCount; f++) heap[heap[worker + job.FEATURE_ORDER]! + f] = f;
    if (tree.outOfBag) {
      reals.fill(0, heap[worker + job.VOTES]!, heap[worker + job.VOTES]! + rowCount * classCount);
      heap.fill(0, heap[worker + job.VOTE_COUNTS]!, heap[worker + job.VOTE_COUNTS]! + rowCount);
    }
  }
  return { task, workers: workers.map(({ worker }) => worker), buffer };
}

/** Whether nodes look at all features, rows weigh 1, and there are enough rows and not too many features. */
function keepsHistograms({ binned, rows, limits }: TreeJob): boolean {
  const featureCount = binned.schema.length;
  return (
    limits.featuresPerNode === featureCount &&
    !limits.bootstrap &&
    !limits.randomThresholds &&
    featureCount <= KEPT_FEATURES &&
    rows.length >= 2 * KEPT_NODE
  );
}

/** 0 when row, weight and label do not fit into 32 bits together: labels are then looked up by row. */
function entryLabelBits(isPacked: boolean, rowCount: number, classCount: number): number {
  if (isPacked) return PACKED_LABEL_BITS;
  const labelBits = Math.ceil(Math.log2(classCount));
  return Math.ceil(Math.log2(rowCount)) + WEIGHT_BITS + labelBits > 32 ? 0 : labelBits;
}

/** Measured: up to how many rows an insertion sort costs less than a histogram of classes. */
function smallNode(labelBits: number): number {
  return labelBits > 16 ? 0 : labelBits > 2 ? 32 : 20;
}

function fillFeatures(buffer: ArrayBufferLike, task: number, { binned, rows, labels, weights, limits }: TreeJob): void {
  const heap = new Int32Array(buffer);
  const reals = new Float64Array(buffer);
  const bytes = new Uint8Array(buffer);
  const rowCount = rows.length;
  const featureCount = binned.schema.length;
  const bins = heap[task + job.BINS]!;
  for (let f = 0; f < featureCount; f++) {
    const column = binned.bins.subarray(f * binned.rowCount, (f + 1) * binned.rowCount);
    for (let i = 0, at = bins + f; i < rowCount; i++, at += featureCount) bytes[at] = column[rows[i]!]!;
  }
  binned.schema.forEach((schema, f) => {
    const low = binned.low[f]!;
    const high = binned.high[f]!;
    const binCount = low.length;
    heap[heap[task + job.BIN_COUNTS]! + f] = binCount;
    heap[heap[task + job.FLAGS]! + f] =
      (binned.hasMissing[f] === 1 ? job.HAS_MISSING : 0) | (schema.type === 'category' ? job.IS_CATEGORY : 0);
    const lowAt = heap[task + job.LOW]! + 256 * f;
    const highAt = heap[task + job.HIGH]! + 256 * f;
    for (let bin = 0; bin < binCount; bin++) {
      reals[lowAt + bin] = low[bin]!;
      reals[highAt + bin] = high[bin]!;
    }
  });
  const labelsAt = heap[task + job.LABELS]!;
  for (let i = 0; i < rowCount; i++) heap[labelsAt + i] = labels[rows[i]!]!;
  let total = rowCount;
  if (weights) {
    const exact = exactWeights(weights);
    reals.set(exact, heap[task + job.WEIGHTS]!);
    total = exact.reduce((sum, weight) => sum + weight, 0);
  }
  placeCategoryOrders(heap, bytes, reals, task, binned);
  reals[heap[task + job.MIN_DECREASE]!] = limits.minImpurityDecrease * total;
}

/** Orders the categories of each feature once for the whole fit, where the kernel is to use such an order. */
function placeCategoryOrders(
  heap: Int32Array,
  bytes: Uint8Array,
  reals: Float64Array,
  task: number,
  { schema }: BinnedFeatures,
): void {
  const orders = heap[task + job.CATEGORY_ORDERS]!;
  if (orders === 0) return;
  const rowCount = heap[task + job.ROWS]!;
  const from = (at: number) => heap[task + at]!;
  const labels = heap.subarray(from(job.LABELS), from(job.LABELS) + rowCount);
  const weights = from(job.WEIGHTS) === 0 ? null : reals.subarray(from(job.WEIGHTS), from(job.WEIGHTS) + rowCount);
  schema.forEach(({ type }, f) => {
    if (type !== 'category') return;
    const bins = new Uint8Array(rowCount);
    for (let row = 0, at = from(job.BINS) + f; row < rowCount; row++, at += schema.length) bins[row] = bytes[at]!;
    heap.set(categoryOrder(bins, labels, weights, from(job.CLASSES)), orders + 256 * f);
  });
}

/**
 * Weights as multiples of a power of two, so that every sum of them is exact: no order of rows or of subtraction
 * changes a tree, and a node that holds one class is seen to. Whole numbers stay as they are.
 */
function exactWeights(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // 2^53 quanta must hold the total, drawn up to 31 times.
  const quantum = 2 ** (Math.ceil(Math.log2(total)) + WEIGHT_BITS - 53);
  return weights.map((weight) => Math.max(1, Math.round(weight / quantum)) * quantum);
}
