import { partitionBySet, visitCategory } from './category-split.js';
import { fillLanes } from './class-lanes.js';
import { visitClasses } from './class-split.js';
import { makeEntries } from './entries.js';
import { bytes, doubles, scaled, truncated, words } from './heap.js';
import { weightedImpurity } from './impurity.js';
import * as job from './job-layout.js';
import { mixed, nodeRandom } from './kernel-random.js';
import { fillKept, isKeepable, keptAt, subtractKept } from './kept-histograms.js';
import { weighFew } from './packed-lanes.js';
import { clearGroup, fillGroup, isFilledTogether, visitPacked } from './packed-split.js';
import { visitRandom } from './random-split.js';
import { partition } from './partition.js';
import { splitPoint } from './split-point.js';

/**
 * Grows the tree number `tree` into the worker's output and returns its number of nodes. Of two children the smaller is worked on
 * first, so that few wait. As in scikit-learn, sample minima count rows, whatever their weight; features are drawn
 * without replacement until FEATURES_PER_NODE were looked at and at least one of them varies.
 */
export function growTree(task: i32, worker: i32, tree: i32): i32 {
  const heap = words;
  const seeds = heap[task + job.TREE_SEEDS]! + (tree << 2);
  for (let i = 0; i < 4; i++) heap[worker + job.RANDOM_STATE + i] = heap[seeds + i]!;
  heap[worker + job.SHARES_BASE] = 0;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const constantWords = (heap[task + job.FEATURES]! + 31) >>> 5;
  const entrySize = job.STACK_WORDS + constantWords;
  const stack = heap[worker + job.STACK]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const left = heap[worker + job.LEFT_COUNTS]!;
  const right = heap[worker + job.RIGHT_COUNTS]!;
  const constant = heap[worker + job.CONSTANT]!;
  const outFeature = heap[worker + job.NODE_FEATURE]!;
  const outNext = heap[worker + job.NODE_NEXT]!;
  const outSet = heap[worker + job.NODE_SET]!;
  heap[worker + job.SET_COUNT] = 0;
  heap[worker + job.NODE_COUNT] = 1;
  const rows = makeEntries(task, worker);
  for (let word = 0; word < constantWords; word++) heap[constant + word] = 0;
  let waiting = settle(task, worker, 0, counts, 0, rows, 0, 0, heap[seeds]!, 0);
  while (waiting > 0) {
    waiting--;
    const at = stack + waiting * entrySize;
    const node = heap[at]!;
    const start = heap[at + 1]!;
    const end = heap[at + 2]!;
    const depth = heap[at + 3]!;
    const buffer = heap[at + 4]!;
    const seed = heap[at + 5]!;
    for (let word = 0; word < constantWords; word++) {
      heap[constant + word] = heap[at + job.STACK_WORDS + word]!;
    }
    const from = heap[worker + job.STACK_COUNTS]! + waiting * classes;
    let total: f64 = 0;
    for (let c = 0; c < classes; c++) {
      reals[counts + c] = reals[from + c]!;
      total += reals[from + c]!;
    }
    const source = heap[worker + job.ENTRIES + buffer]!;
    heap[worker + job.NODE_HISTOGRAMS] = 0;
    const hasKept = isKeepable(task, end - start, total);
    if (hasKept) {
      heap[worker + job.NODE_HISTOGRAMS] = keptAt(task, worker, waiting);
      if (heap[at + 6] === 0) fillKept(task, worker, waiting, source, start, end);
    }
    findSplit(task, worker, source, start, end, total, seed);
    const feature = heap[worker + job.BEST_FEATURE]!;
    if (feature < 0 || !isWorthwhile(task, worker)) {
      pendingLeaf(worker, node, start, end, buffer);
      continue;
    }
    let leftTotal: f64 = 0;
    for (let c = 0; c < classes; c++) {
      reals[right + c] = reals[counts + c]! - reals[left + c]!;
      leftTotal += reals[left + c]!;
    }
    // Without a missing value to learn from, one goes with the larger child.
    let missingLeft = heap[worker + job.BEST_MISSING_LEFT]!;
    if (heap[worker + job.BEST_SAW_MISSING]! === 0) missingLeft = leftTotal > total - leftTotal ? 1 : 0;
    const isCategory = (heap[heap[task + job.FLAGS]! + feature]! & job.IS_CATEGORY) !== 0;
    const child = heap[worker + job.NODE_COUNT]!;
    heap[worker + job.NODE_COUNT] = child + 2;
    heap[outFeature + node] = feature;
    heap[outNext + node] = child;
    reals[heap[worker + job.NODE_THRESHOLD]! + node] = isCategory ? 0 : splitPoint(task, worker);
    const splitBin = isCategory ? 0 : heap[worker + job.BEST_LEFT_BIN]!;
    bytes[heap[worker + job.NODE_SPLIT_BIN]! + node] = splitBin;
    bytes[heap[worker + job.NODE_MISSING_LEFT]! + node] = missingLeft;
    if (outSet !== 0) heap[outSet + node] = isCategory ? keepSet(worker) : -1;
    if (heap[worker + job.BEST_IS_PURE]! !== 0) {
      settle(task, worker, child, left, start, start, depth, 0, 0, waiting);
      settle(task, worker, child + 1, right, end, end, depth, 0, 0, waiting);
      continue;
    }
    const target = heap[worker + job.ENTRIES + 1 - buffer]!;
    const middle = isCategory
      ? partitionBySet(task, worker, feature, source, target, start, end)
      : partition(task, feature, splitBin, missingLeft, source, target, start, end);
    const leftSeed = mixed(seed ^ 0x51ed270b);
    const rightSeed = mixed(seed ^ 0x2545f491);
    const other = 1 - buffer;
    const place = waiting;
    if (middle - start > end - middle) {
      waiting = settle(task, worker, child, left, start, middle, depth + 1, other, leftSeed, waiting);
      if (hasKept && waiting > place && isKeepable(task, middle - start, leftTotal)) {
        subtractKept(task, worker, place, target, middle, end);
      }
      waiting = settle(task, worker, child + 1, right, middle, end, depth + 1, other, rightSeed, waiting);
    } else {
      waiting = settle(task, worker, child + 1, right, middle, end, depth + 1, other, rightSeed, waiting);
      if (hasKept && waiting > place && isKeepable(task, end - middle, total - leftTotal)) {
        subtractKept(task, worker, place, target, start, middle);
      }
      waiting = settle(task, worker, child, left, start, middle, depth + 1, other, leftSeed, waiting);
    }
    // The smaller child's histograms are those that were taken away from the larger one's.
    if (waiting === place + 2 && heap[at + 6] !== 0) heap[at + entrySize + 6] = 1;
  }
  return heap[worker + job.NODE_COUNT]!;
}

/** Makes a node a leaf at once where nothing is left to split, else puts it on the stack; returns the stack's size. */
// prettier-ignore
function settle(
  task: i32, worker: i32, node: i32, counts: i32, start: i32, end: i32, depth: i32, buffer: i32, seed: i32, waiting: i32,
): i32 {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  let present = 0;
  let label = 0;
  for (let c = 0; c < classes; c++) {
    if (reals[counts + c]! === 0) continue;
    label = c;
    present++;
  }
  if (present === 1) {
    heap[heap[worker + job.NODE_FEATURE]! + node] = -1;
    heap[heap[worker + job.NODE_NEXT]! + node] = label;
    reals[heap[worker + job.NODE_THRESHOLD]! + node] = reals[counts + label]!;
    return waiting;
  }
  const rows = end - start;
  if (
    depth >= heap[task + job.MAX_DEPTH]! ||
    rows < heap[task + job.MIN_SAMPLES_SPLIT]! ||
    rows < 2 * heap[task + job.MIN_SAMPLES_LEAF]!
  ) {
    pendingLeaf(worker, node, start, end, buffer);
    return waiting;
  }
  const constantWords = (heap[task + job.FEATURES]! + 31) >>> 5;
  const at = heap[worker + job.STACK]! + waiting * (job.STACK_WORDS + constantWords);
  heap[at] = node;
  heap[at + 1] = start;
  heap[at + 2] = end;
  heap[at + 3] = depth;
  heap[at + 4] = buffer;
  heap[at + 5] = seed;
  heap[at + 6] = 0;
  const constant = heap[worker + job.CONSTANT]!;
  for (let word = 0; word < constantWords; word++) heap[at + job.STACK_WORDS + word] = heap[constant + word]!;
  const to = heap[worker + job.STACK_COUNTS]! + waiting * classes;
  for (let c = 0; c < classes; c++) reals[to + c] = reals[counts + c]!;
  return waiting + 1;
}

/** A leaf of several classes: where its rows lie, until `finishLeaves` counts them. */
function pendingLeaf(worker: i32, node: i32, start: i32, end: i32, buffer: i32): void {
  const heap = words;
  heap[heap[worker + job.NODE_FEATURE]! + node] = buffer === 0 ? job.PENDING : job.PENDING_OTHER;
  const range = (heap[worker + job.NODE_THRESHOLD]! + node) << 1;
  heap[range] = start;
  heap[range + 1] = end;
}

// prettier-ignore
function findSplit(task: i32, worker: i32, entries: i32, start: i32, end: i32, total: f64, seed: i32): void {
  const heap = words;
  const reals = doubles;
  const order = heap[worker + job.FEATURE_ORDER]!;
  const places = heap[worker + job.DRAWN_PLACES]!;
  const constant = heap[worker + job.CONSTANT]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const flags = heap[task + job.FLAGS]!;
  const isPacked = heap[task + job.IS_PACKED]! !== 0;
  const isRandom = heap[task + job.IS_RANDOM_THRESHOLD]! !== 0;
  const wanted = heap[task + job.FEATURES_PER_NODE]!;
  const score = heap[worker + job.BEST_SCORE]!;
  reals[score] = -Infinity;
  reals[score + 1] = 1;
  heap[worker + job.BEST_FEATURE] = -1;
  heap[worker + job.BEST_IS_PURE] = 0;
  const weight = truncated(total);
  const positive = isPacked ? truncated(reals[counts + 1]!) : 0;
  const size = end - start;
  const isGrouped = isPacked && !isRandom && isFilledTogether(worker, size, weight);
  let base = 0;
  if (isPacked) weighFew(worker, entries + start, size);
  else heap[worker + job.HAS_LANES] = fillLanes(task, worker, total) ? 1 : 0;
  const features = heap[task + job.FEATURES]!;
  const group = heap[worker + job.GROUP]!;
  const last = order + features - 1;
  let drawn = 0;
  let visited = 0;
  let varying = 0;
  while (visited < features && (visited < wanted || varying === 0)) {
    if (visited === drawn) {
      // As many as are sure to be looked at, so that their histograms can be filled together.
      base = drawn;
      const until = isGrouped && drawn + 1 < wanted ? (drawn + 4 < wanted ? drawn + 4 : wanted) : drawn + 1;
      for (; drawn < until; drawn++) {
        const place = scaled(nodeRandom(seed, drawn), features - drawn);
        const feature = heap[order + place]!;
        heap[order + place] = heap[last - drawn]!;
        heap[last - drawn] = feature;
        heap[places + drawn] = place;
      }
      if (isGrouped) fillGroup(task, worker, last - base, drawn - base, entries + start, size);
    }
    const feature = heap[last - visited]!;
    visited++;
    const filled = isGrouped ? heap[group + visited - 1 - base]! : 0;
    const bit = 1 << (feature & 31);
    const known = constant + (feature >>> 5);
    if ((heap[known]! & bit) !== 0) continue;
    const isCategory = (heap[flags + feature]! & job.IS_CATEGORY) !== 0;
    const varies = isCategory
      ? visitCategory(task, worker, feature, entries, start, end, total, nodeRandom(seed, -2 - visited))
      : isRandom
        ? visitRandom(task, worker, feature, entries, start, end, total, nodeRandom(seed, -2 - visited))
        : isPacked
          ? visitPacked(task, worker, feature, entries, start, end, weight, positive, filled)
          : visitClasses(task, worker, feature, entries, start, end, total);
    if (varies === 0) heap[known] = heap[known]! | bit;
    else varying = 1;
    if (heap[worker + job.BEST_IS_PURE]! !== 0) break;
  }
  if (isGrouped) clearGroup(worker, visited - base);
  // Undone, so that the next node draws from the same order.
  for (let i = drawn - 1; i >= 0; i--) {
    const place = order + heap[places + i]!;
    const feature = heap[last - i]!;
    heap[last - i] = heap[place]!;
    heap[place] = feature;
  }
}

/** Whether the best split lowers the impurity by as much as asked. */
function isWorthwhile(task: i32, worker: i32): boolean {
  const minimum = doubles[words[task + job.MIN_DECREASE]!]!;
  if (minimum === 0) return true;
  const heap = words;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const left = heap[worker + job.LEFT_COUNTS]!;
  const right = heap[worker + job.RIGHT_COUNTS]!;
  const classes = heap[task + job.CLASSES]!;
  for (let c = 0; c < classes; c++) doubles[right + c] = doubles[counts + c]! - doubles[left + c]!;
  const children = weightedImpurity(task, worker, left) + weightedImpurity(task, worker, right);
  return weightedImpurity(task, worker, counts) - children >= minimum;
}

/** Adds the best category set to the output. */
function keepSet(worker: i32): i32 {
  const heap = words;
  const number = heap[worker + job.SET_COUNT]!;
  heap[worker + job.SET_COUNT] = number + 1;
  const to = heap[worker + job.SETS]! + (number << 3);
  const set = heap[worker + job.BEST_SET]!;
  for (let word = 0; word < 8; word++) heap[to + word] = heap[set + word]!;
  return number;
}
