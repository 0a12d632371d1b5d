import { clearClasses, fillClasses, keepPurity, listBins } from './class-split.js';
import { entropyScore } from './entropy-score.js';
import { bytes, doubles, multiply, scaled, words } from './heap.js';
import * as job from './job-layout.js';
import { countRows } from './packed-split.js';

/** Up to so many classes each order the categories; with more, only the node's largest ones. */
const ORDERINGS: i32 = 8;
/** From so many rows on, a node orders the categories of several classes by itself. Measured. */
const OWN_ORDER_ROWS: i32 = 1000;

/**
 * Looks for a better split of the node on a category, missing taken as one more category. The categories are ordered and
 * split between neighbours. Two classes: by the node's share of one, which is exact (Fisher 1958; Breiman 1984). More:
 * in large nodes by each of the node's largest classes in turn, in others in the fit's order. Where thresholds are
 * random, one split of the fit's order.
 * @param random a random word
 * @returns 0 when the feature is constant in the node
 */
// prettier-ignore
export function visitCategory(
  task: i32, worker: i32, feature: i32, entries: i32, start: i32, end: i32, total: f64, random: i32,
): i32 {
  const heap = words;
  const reals = doubles;
  const column = heap[task + job.BINS]! + feature;
  const size = end - start;
  const classes = heap[task + job.CLASSES]!;
  if (heap[task + job.MIN_SAMPLES_LEAF]! > 1) countRows(task, worker, column, entries + start, size);
  fillClasses(task, worker, column, entries + start, size);
  const count = listCategories(worker);
  const orders = heap[task + job.CATEGORY_ORDERS]!;
  const isRandom = heap[task + job.IS_RANDOM_THRESHOLD]! !== 0;
  if (count > 1 && orders !== 0 && (isRandom || size < OWN_ORDER_ROWS)) {
    listInOrder(worker, orders + (feature << 8), count);
    scanOrder(task, worker, feature, count, size, total, isRandom ? scaled(random, count - 1) : -1);
  } else if (count > 1) {
    const counts = heap[worker + job.NODE_COUNTS]!;
    const orderings = classes === 2 ? 1 : classes < ORDERINGS ? classes : ORDERINGS;
    let last: f64 = Infinity;
    let lastClass = -1;
    for (let k = 0; k < orderings; k++) {
      // The next largest class of the node, the lower one first among equals.
      let next = -1;
      for (let c = 0; c < classes; c++) {
        const weight = reals[counts + c]!;
        if (weight > last || (weight === last && c <= lastClass)) continue;
        if (next < 0 || weight > reals[counts + next]!) next = c;
      }
      if (next < 0 || reals[counts + next]! === 0) break;
      last = reals[counts + next]!;
      lastClass = next;
      orderCategories(task, worker, count, next);
      scanOrder(task, worker, feature, count, size, total, -1);
    }
  }
  clearClasses(task, worker, count);
  return count > 1 ? 1 : 0;
}

/** The occupied bins, the missing one included. */
function listCategories(worker: i32): i32 {
  const heap = words;
  const occupied = heap[worker + job.OCCUPIED]!;
  const hasMissing = heap[occupied + 7]! < 0;
  const count = listBins(worker);
  if (!hasMissing) return count;
  heap[heap[worker + job.BIN_LIST]! + count] = job.MISSING;
  return count + 1;
}

/** Sorts the listed bins by their share of class `label`, equal ones by bin. */
function orderCategories(task: i32, worker: i32, count: i32, label: i32): void {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const list = heap[worker + job.BIN_LIST]!;
  const shares = heap[worker + job.CATEGORY_SHARES]!;
  for (let i = 0; i < count; i++) {
    const bin = heap[list + i]!;
    const cell = histogram + bin * classes;
    let weight: f64 = 0;
    for (let c = 0; c < classes; c++) weight += reals[cell + c]!;
    const share: f64 = reals[cell + label]! / weight;
    let at = i;
    while (at > 0) {
      const before = reals[shares + at - 1]!;
      if (before < share || (before === share && heap[list + at - 1]! < bin)) break;
      reals[shares + at] = before;
      heap[list + at] = heap[list + at - 1]!;
      at--;
    }
    reals[shares + at] = share;
    heap[list + at] = bin;
  }
}

/** Lists the `count` occupied bins, the missing one among them, in the order given. */
function listInOrder(worker: i32, order: i32, count: i32): void {
  const heap = words;
  const list = heap[worker + job.BIN_LIST]!;
  const isListed = heap[worker + job.CATEGORY_SHARES]!;
  for (let i = 0; i < count; i++) doubles[isListed + heap[list + i]!] = -1;
  let listed = 0;
  for (let i = 0; listed < count; i++) {
    const bin = heap[order + i]!;
    if (doubles[isListed + bin]! !== -1) continue;
    doubles[isListed + bin] = 0;
    heap[list + listed] = bin;
    listed++;
  }
}

/** Tries each limit in the order listed, or only the one after place `only` where that is not below zero. */
// prettier-ignore
function scanOrder(task: i32, worker: i32, feature: i32, count: i32, rows: i32, total: f64, only: i32): void {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const list = heap[worker + job.BIN_LIST]!;
  const running = heap[worker + job.SCAN_COUNTS]!;
  let bestAt = -1;
  let leftRows = 0;
  for (let c = 0; c < classes; c++) reals[running + c] = 0;
  for (let i = 0; i < count - 1; i++) {
    const bin = heap[list + i]!;
    for (let c = 0; c < classes; c++) {
      reals[running + c] = reals[running + c]! + reals[histogram + bin * classes + c]!;
    }
    if (minimum > 1) {
      leftRows += heap[heap[worker + job.ROW_COUNTS]! + bin]!;
      if (leftRows < minimum || rows - leftRows < minimum) continue;
    }
    if (only >= 0 && i !== only) continue;
    if (isBetter(task, worker, running, total)) bestAt = i;
  }
  if (bestAt < 0) return;
  heap[worker + job.BEST_FEATURE] = feature;
  const set = heap[worker + job.BEST_SET]!;
  for (let word = 0; word < 8; word++) heap[set + word] = 0;
  const kept = heap[worker + job.LEFT_COUNTS]!;
  for (let c = 0; c < classes; c++) reals[kept + c] = 0;
  for (let i = 0; i <= bestAt; i++) {
    const bin = heap[list + i]!;
    heap[set + (bin >>> 5)] = heap[set + (bin >>> 5)]! | (1 << (bin & 31));
    for (let c = 0; c < classes; c++) {
      reals[kept + c] = reals[kept + c]! + reals[histogram + bin * classes + c]!;
    }
  }
  let sawMissing = 0;
  for (let c = 0; c < classes; c++) if (reals[histogram + job.MISSING * classes + c]! !== 0) sawMissing = 1;
  heap[worker + job.BEST_SAW_MISSING] = sawMissing;
  heap[worker + job.BEST_MISSING_LEFT] = heap[set + 7]! < 0 ? 1 : 0;
  completeSet(task, worker, feature, sawMissing);
  keepPurity(task, worker);
}

/** Sends categories that the node lacks the way of missing ones: as learned, or with the larger child. */
function completeSet(task: i32, worker: i32, feature: i32, sawMissing: i32): void {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const set = heap[worker + job.BEST_SET]!;
  const left = heap[worker + job.LEFT_COUNTS]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  let difference: f64 = 0;
  for (let c = 0; c < classes; c++) difference += 2 * reals[left + c]! - reals[counts + c]!;
  const goLeft = sawMissing !== 0 ? heap[worker + job.BEST_MISSING_LEFT]! !== 0 : difference > 0;
  if (!goLeft) return;
  const bins = heap[heap[task + job.BIN_COUNTS]! + feature]!;
  for (let bin = 0; bin < bins; bin++) {
    let isThere = false;
    for (let c = 0; c < classes; c++) if (reals[histogram + bin * classes + c]! !== 0) isThere = true;
    if (!isThere) heap[set + (bin >>> 5)] = heap[set + (bin >>> 5)]! | (1 << (bin & 31));
  }
}

/** Whether the left child with the class weights at `left` makes a better split; its score is then kept. */
export function isBetter(task: i32, worker: i32, left: i32, total: f64): boolean {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const score = heap[worker + job.BEST_SCORE]!;
  let numerator: f64 = 0;
  let denominator: f64 = 1;
  if (heap[task + job.IS_ENTROPY]! !== 0) {
    numerator = entropyScore(worker, left, counts, classes);
  } else {
    let leftTotal: f64 = 0;
    let leftSquares: f64 = 0;
    let rightSquares: f64 = 0;
    for (let c = 0; c < classes; c++) {
      const weight = reals[left + c]!;
      const right: f64 = reals[counts + c]! - weight;
      leftTotal += weight;
      leftSquares += weight * weight;
      rightSquares += right * right;
    }
    const rightTotal: f64 = total - leftTotal;
    // Two classes without weights are scored as packed-split.ts does, so that features of both types compare.
    if (heap[task + job.IS_PACKED]! !== 0) {
      const difference: f64 = total * reals[left + 1]! - reals[counts + 1]! * leftTotal;
      numerator = difference * difference;
    } else {
      numerator = leftSquares * rightTotal + rightSquares * leftTotal;
    }
    denominator = leftTotal * rightTotal;
  }
  if (!(numerator * reals[score + 1]! > reals[score]! * denominator)) return false;
  reals[score] = numerator;
  reals[score + 1] = denominator;
  return true;
}

/** Moves the entries whose bin is in BEST_SET to the front of `target`, the others to its back; returns the limit. */
// prettier-ignore
export function partitionBySet(
  task: i32, worker: i32, feature: i32, source: i32, target: i32, start: i32, end: i32,
): i32 {
  const heap = words;
  const column = heap[task + job.BINS]! + feature;
  const stride = heap[task + job.FEATURES]!;
  const shift = heap[task + job.ROW_SHIFT]!;
  const set = heap[worker + job.BEST_SET]!;
  let left = target + start;
  let right = target + end - 1;
  for (let i = source + start; i < source + end; i++) {
    const entry = heap[i]!;
    const bin = bytes[column + multiply(entry >>> shift, stride)]!;
    const goesLeft = (heap[set + (bin >>> 5)]! >>> (bin & 31)) & 1;
    heap[left] = entry;
    heap[right] = entry;
    left += goesLeft;
    right -= 1 - goesLeft;
  }
  return left - target;
}
