import { visitLanes } from './class-lanes.js';
import { entropyScore } from './entropy-score.js';
import { bytes, doubles, multiply, trailingZeros, words } from './heap.js';
import * as job from './job-layout.js';
import { countRows } from './packed-split.js';

/*
 * Split search for any number of classes, sample weights, Gini or entropy. Histogram cells are class weights by bin.
 * Gini's score is sum(left^2) / left weight + sum(right^2) / right weight, highest is best: the same order as
 * scikit-learn's impurity decrease. Ties go to the feature visited first, then to the smaller threshold.
 */

/**
 * Looks for a better split of the node on `feature`.
 * @returns 0 when the feature is constant in the node
 */
// prettier-ignore
export function visitClasses(
  task: i32, worker: i32, feature: i32, entries: i32, start: i32, end: i32, total: f64,
): i32 {
  const heap = words;
  const hasMissing = (heap[heap[task + job.FLAGS]! + feature]! & job.HAS_MISSING) !== 0;
  const column = heap[task + job.BINS]! + feature;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const size = end - start;
  if (heap[worker + job.HAS_LANES]! !== 0 && !hasMissing) {
    return visitLanes(task, worker, feature, column, entries + start, size, total);
  }
  if (size <= heap[worker + job.SMALL_NODE]! && !hasMissing) {
    return visitSorted(task, worker, feature, column, entries + start, size, total);
  }
  if (minimum > 1) countRows(task, worker, column, entries + start, size);
  fillClasses(task, worker, column, entries + start, size);
  const bins = listBins(worker);
  const missing = hasMissing ? missingWeight(task, worker) : 0;
  const varies: i32 = bins + (missing > 0 ? 1 : 0) > 1 ? 1 : 0;
  if (varies !== 0) {
    scan(task, worker, feature, bins, size, total, missing, 0);
    if (missing > 0) scan(task, worker, feature, bins, size, total, missing, 1);
  }
  clearClasses(task, worker, bins);
  return varies;
}

/** Adds the rows to the histogram and marks their bins. */
export function fillClasses(task: i32, worker: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  const reals = doubles;
  const bins = bytes;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const occupied = heap[worker + job.OCCUPIED]!;
  const classes = heap[task + job.CLASSES]!;
  const labelBits = heap[task + job.LABEL_BITS]!;
  const mask = (1 << labelBits) - 1;
  const shift = heap[task + job.ROW_SHIFT]!;
  const stride = heap[task + job.FEATURES]!;
  const labels = heap[task + job.LABELS]!;
  const weights = heap[task + job.WEIGHTS]!;
  const isPacked = heap[task + job.IS_PACKED]! !== 0;
  if (labelBits > 0 && weights === 0 && !isPacked) {
    for (let i = from; i < from + size; i++) {
      const entry = heap[i]!;
      const bin = bins[column + multiply(entry >>> shift, stride)]!;
      const cell = histogram + bin * classes + (entry & mask);
      reals[cell] = reals[cell]! + ((entry >>> labelBits) & 31);
      heap[occupied + (bin >>> 5)] = heap[occupied + (bin >>> 5)]! | (1 << (bin & 31));
    }
    return;
  }
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const row = entry >>> shift;
    const bin = bins[column + multiply(row, stride)]!;
    const cell = histogram + bin * classes + heap[labels + row]!;
    const drawn: f64 = (entry >>> labelBits) & 31;
    reals[cell] = reals[cell]! + (weights === 0 ? drawn : drawn * reals[weights + row]!);
    heap[occupied + (bin >>> 5)] = heap[occupied + (bin >>> 5)]! | (1 << (bin & 31));
  }
}

/** Lists the occupied bins upwards, the missing one left out, and clears the bitmap. */
export function listBins(worker: i32): i32 {
  const heap = words;
  const occupied = heap[worker + job.OCCUPIED]!;
  const list = heap[worker + job.BIN_LIST]!;
  let count = 0;
  heap[occupied + 7] = heap[occupied + 7]! & 0x7fffffff;
  for (let word = 0; word < 8; word++) {
    let bits = heap[occupied + word]!;
    heap[occupied + word] = 0;
    while (bits !== 0) {
      heap[list + count] = (word << 5) + trailingZeros(bits);
      count++;
      bits &= bits - 1;
    }
  }
  return count;
}

export function missingWeight(task: i32, worker: i32): f64 {
  const classes = words[task + job.CLASSES]!;
  const cell = words[worker + job.HISTOGRAM]! + job.MISSING * classes;
  let weight: f64 = 0;
  for (let c = 0; c < classes; c++) weight += doubles[cell + c]!;
  return weight;
}

/** Zeroes the cells of the listed bins and of missing rows. */
export function clearClasses(task: i32, worker: i32, count: i32): void {
  const heap = words;
  const reals = doubles;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const list = heap[worker + job.BIN_LIST]!;
  const classes = heap[task + job.CLASSES]!;
  for (let i = 0; i < count; i++) {
    const cell = histogram + heap[list + i]! * classes;
    for (let c = 0; c < classes; c++) reals[cell + c] = 0;
  }
  const missing = histogram + job.MISSING * classes;
  for (let c = 0; c < classes; c++) reals[missing + c] = 0;
}

/** Tries each limit between the listed bins, with the missing rows on one side. */
// prettier-ignore
function scan(
  task: i32, worker: i32, feature: i32, count: i32, rows: i32, total: f64, missing: f64, missingLeft: i32,
): void {
  const heap = words;
  const reals = doubles;
  const histogram = heap[worker + job.HISTOGRAM]!;
  const list = heap[worker + job.BIN_LIST]!;
  const rowCounts = heap[worker + job.ROW_COUNTS]!;
  const classes = heap[task + job.CLASSES]!;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const isEntropy = heap[task + job.IS_ENTROPY]! !== 0;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const running = heap[worker + job.SCAN_COUNTS]!;
  const score = heap[worker + job.BEST_SCORE]!;
  let bestNumerator = reals[score]!;
  let bestDenominator = reals[score + 1]!;
  let bestAt = -1;
  let leftTotal: f64 = 0;
  let leftRows = 0;
  let leftSquares: f64 = 0;
  let rightSquares: f64 = 0;
  for (let c = 0; c < classes; c++) {
    const weight: f64 = missingLeft !== 0 ? reals[histogram + job.MISSING * classes + c]! : 0;
    const right: f64 = reals[counts + c]! - weight;
    reals[running + c] = weight;
    leftTotal += weight;
    leftSquares += weight * weight;
    rightSquares += right * right;
  }
  if (missingLeft !== 0 && minimum > 1) leftRows = heap[rowCounts + job.MISSING]!;
  // With missing rows on the right, "every value left" is a split too.
  const last = missing > 0 && missingLeft === 0 ? count : count - 1;
  for (let i = 0; i < last; i++) {
    const bin = heap[list + i]!;
    const cell = histogram + bin * classes;
    for (let c = 0; c < classes; c++) {
      const weight = reals[cell + c]!;
      if (weight === 0) continue;
      const left = reals[running + c]!;
      const right: f64 = reals[counts + c]! - left;
      leftSquares += weight * (2 * left + weight);
      rightSquares -= weight * (2 * right - weight);
      reals[running + c] = left + weight;
      leftTotal += weight;
    }
    if (minimum > 1) {
      leftRows += heap[rowCounts + bin]!;
      if (leftRows < minimum || rows - leftRows < minimum) continue;
    }
    let numerator: f64 = 0;
    let denominator: f64 = 1;
    if (isEntropy) {
      numerator = entropyScore(worker, running, counts, classes);
    } else {
      const rightTotal: f64 = total - leftTotal;
      numerator = leftSquares * rightTotal + rightSquares * leftTotal;
      denominator = leftTotal * rightTotal;
    }
    if (numerator * bestDenominator > bestNumerator * denominator) {
      bestNumerator = numerator;
      bestDenominator = denominator;
      bestAt = i;
    }
  }
  if (bestAt < 0) return;
  reals[score] = bestNumerator;
  reals[score + 1] = bestDenominator;
  heap[worker + job.BEST_FEATURE] = feature;
  heap[worker + job.BEST_LEFT_BIN] = heap[list + bestAt]!;
  heap[worker + job.BEST_RIGHT_BIN] = bestAt + 1 < count ? heap[list + bestAt + 1]! : -1;
  heap[worker + job.BEST_MISSING_LEFT] = missingLeft;
  heap[worker + job.BEST_SAW_MISSING] = missing > 0 ? 1 : 0;
  const kept = heap[worker + job.LEFT_COUNTS]!;
  for (let c = 0; c < classes; c++) {
    let weight: f64 = missingLeft !== 0 ? reals[histogram + job.MISSING * classes + c]! : 0;
    for (let i = 0; i <= bestAt; i++) weight += reals[histogram + heap[list + i]! * classes + c]!;
    reals[kept + c] = weight;
  }
  keepPurity(task, worker);
}

/** Notes whether both children of the best split, whose left one is in LEFT_COUNTS, hold one class each. */
export function keepPurity(task: i32, worker: i32): void {
  const heap = words;
  const classes = heap[task + job.CLASSES]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const left = heap[worker + job.LEFT_COUNTS]!;
  let leftClasses = 0;
  let rightClasses = 0;
  for (let c = 0; c < classes; c++) {
    if (doubles[left + c]! !== 0) leftClasses++;
    if (doubles[counts + c]! !== doubles[left + c]!) rightClasses++;
  }
  heap[worker + job.BEST_IS_PURE] = leftClasses === 1 && rightClasses === 1 ? 1 : 0;
}

/** `visitClasses` for a few unweighted rows by Gini, without missing values or a leaf minimum. */
// prettier-ignore
function visitSorted(
  task: i32, worker: i32, feature: i32, column: i32, from: i32, size: i32, total: f64,
): i32 {
  const heap = words;
  const reals = doubles;
  const bins = bytes;
  const sorted = heap[worker + job.SORTED]!;
  const labelBits = heap[task + job.LABEL_BITS]!;
  const shift = heap[task + job.ROW_SHIFT]!;
  const stride = heap[task + job.FEATURES]!;
  const keyBits = labelBits + 5;
  const keyMask = (1 << keyBits) - 1;
  const labelMask = (1 << labelBits) - 1;
  for (let i = 0; i < size; i++) {
    const entry = heap[from + i]!;
    const key = (bins[column + multiply(entry >>> shift, stride)]! << keyBits) | (entry & keyMask);
    let at = sorted + i;
    while (at > sorted && heap[at - 1]! > key) {
      heap[at] = heap[at - 1]!;
      at--;
    }
    heap[at] = key;
  }
  if (heap[sorted]! >>> keyBits === heap[sorted + size - 1]! >>> keyBits) return 0;
  const classes = heap[task + job.CLASSES]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  const running = heap[worker + job.SCAN_COUNTS]!;
  const score = heap[worker + job.BEST_SCORE]!;
  let bestNumerator = reals[score]!;
  let bestDenominator = reals[score + 1]!;
  let bestAt = -1;
  let leftTotal: f64 = 0;
  let leftSquares: f64 = 0;
  let rightSquares: f64 = 0;
  for (let c = 0; c < classes; c++) {
    reals[running + c] = 0;
    rightSquares += reals[counts + c]! * reals[counts + c]!;
  }
  let key = heap[sorted]!;
  for (let i = sorted; i < sorted + size - 1; i++) {
    const label = key & labelMask;
    const weight: f64 = (key >>> labelBits) & 31;
    const left = reals[running + label]!;
    leftSquares += weight * (2 * left + weight);
    rightSquares -= weight * (2 * (reals[counts + label]! - left) - weight);
    reals[running + label] = left + weight;
    leftTotal += weight;
    const next = heap[i + 1]!;
    if (key >>> keyBits !== next >>> keyBits) {
      const rightTotal: f64 = total - leftTotal;
      const numerator: f64 = leftSquares * rightTotal + rightSquares * leftTotal;
      const denominator: f64 = leftTotal * rightTotal;
      if (numerator * bestDenominator > bestNumerator * denominator) {
        bestNumerator = numerator;
        bestDenominator = denominator;
        bestAt = i;
      }
    }
    key = next;
  }
  if (bestAt < 0) return 1;
  reals[score] = bestNumerator;
  reals[score + 1] = bestDenominator;
  heap[worker + job.BEST_FEATURE] = feature;
  heap[worker + job.BEST_LEFT_BIN] = heap[bestAt]! >>> keyBits;
  heap[worker + job.BEST_RIGHT_BIN] = heap[bestAt + 1]! >>> keyBits;
  heap[worker + job.BEST_MISSING_LEFT] = 0;
  heap[worker + job.BEST_SAW_MISSING] = 0;
  const kept = heap[worker + job.LEFT_COUNTS]!;
  for (let c = 0; c < classes; c++) reals[kept + c] = 0;
  for (let i = sorted; i <= bestAt; i++) {
    const cell = kept + (heap[i]! & labelMask);
    reals[cell] = reals[cell]! + ((heap[i]! >>> labelBits) & 31);
  }
  keepPurity(task, worker);
  return 1;
}
