import { bytes, doubles, multiply, trailingZeros, words } from './heap.js';
import * as job from './job-layout.js';
import { keepPacked } from './packed-best.js';
import { clearCells, fillCells, fillFour, fillTwo, isDense, isFew, scanDense, visitFew } from './packed-lanes.js';

/*
 * Split search for two classes by Gini. A histogram cell packs the weight of a bin, above, and that of class 1, below.
 * A split of the weights T = L + R and, of class 1, P = p + q scores (T p - P L)^2 / (L R), which orders splits
 * as the impurity decrease does; scores are compared by cross-multiplication. Ties go to the feature visited first,
 * then to the smaller threshold.
 */

/** A packed cell holds this weight, and surely that of so many drawn rows. */
export const CELL_WEIGHT: i32 = 65535;
const CELL_ROWS: i32 = 2048;
/** Words of the two wide histograms behind the packed ones, for nodes of more weight than a cell holds. */
const WIDE: i32 = 1024;
const WIDE_POSITIVE: i32 = 1280;

/**
 * Looks for a better split of the node on `feature`.
 * @param filled the feature's histogram, or 0 where it has none yet; left empty
 * @returns 0 when the feature is constant in the node
 */
// prettier-ignore
export function visitPacked(
  task: i32, worker: i32, feature: i32, entries: i32, start: i32, end: i32, total: i32, positive: i32, filled: i32,
): i32 {
  const heap = words;
  const flags = heap[heap[task + job.FLAGS]! + feature]!;
  const column = heap[task + job.BINS]! + feature;
  const stride = heap[task + job.FEATURES]!;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const size = end - start;
  const from = entries + start;
  if (flags === 0 && minimum === 1 && isFew(size, total)) {
    return visitFew(worker, feature, column, stride, from, size, total, positive);
  }
  const bins = heap[heap[task + job.BIN_COUNTS]! + feature]!;
  let histogram = heap[worker + job.PACKED_HISTOGRAM]!;
  if (heap[worker + job.NODE_HISTOGRAMS]! !== 0) {
    const kept = heap[worker + job.NODE_HISTOGRAMS]! + (feature << 8);
    if (minimum === 1 && (flags === 0 || heap[kept + job.MISSING]! === 0)) {
      return scanDense(worker, feature, kept, bins, total, positive);
    }
    for (let bin = 0; bin < 256; bin++) heap[histogram + bin] = heap[kept + bin]!;
    if (minimum > 1) {
      // Each row weighs 1 where histograms are kept.
      const counts = heap[worker + job.ROW_COUNTS]!;
      for (let bin = 0; bin < 256; bin++) heap[counts + bin] = heap[kept + bin]! >>> 16;
    }
    return scan(task, worker, feature, histogram, size, total, positive, 0, 1);
  }
  if (minimum > 1) countRows(task, worker, column, from, size);
  if (total > CELL_WEIGHT) {
    fillWide(histogram, column, stride, from, size);
    return scan(task, worker, feature, histogram, size, total, positive, 1, 1);
  }
  if (filled === 0 && !isDense(size)) {
    fillMarked(histogram, heap[worker + job.OCCUPIED]!, column, stride, from, size);
    return scan(task, worker, feature, histogram, size, total, positive, 0, 0);
  }
  if (filled !== 0) histogram = filled;
  else fillCells(histogram, column, stride, from, size);
  if (minimum > 1 || (flags !== 0 && heap[histogram + job.MISSING]! !== 0)) {
    return scan(task, worker, feature, histogram, size, total, positive, 0, 1);
  }
  const varies = scanDense(worker, feature, histogram, bins, total, positive);
  clearCells(histogram, bins);
  return varies;
}

/** Whether `fillGroup` may fill the histograms of a node. */
export function isFilledTogether(worker: i32, size: i32, total: i32): boolean {
  return words[worker + job.NODE_HISTOGRAMS]! === 0 && total <= CELL_WEIGHT && !isFew(size, total) && isDense(size);
}

/**
 * Fills, in one pass over the node's rows, the histograms of up to four of the features at `features`, those that are
 * no categories and not known to be constant; notes them in GROUP.
 */
// prettier-ignore
export function fillGroup(task: i32, worker: i32, features: i32, count: i32, from: i32, size: i32): void {
  const heap = words;
  const group = heap[worker + job.GROUP]!;
  const constant = heap[worker + job.CONSTANT]!;
  const flags = heap[task + job.FLAGS]!;
  const first = heap[task + job.BINS]!;
  const stride = heap[task + job.FEATURES]!;
  let histogram = heap[worker + job.PACKED_HISTOGRAM]!;
  let a = -1;
  let b = -1;
  let c = -1;
  for (let i = 0; i < 4; i++) {
    heap[group + i] = 0;
    if (i >= count) continue;
    const feature = heap[features - i]!;
    if ((heap[flags + feature]! & job.IS_CATEGORY) !== 0) continue;
    if (((heap[constant + (feature >>> 5)]! >>> (feature & 31)) & 1) !== 0) continue;
    heap[group + i] = histogram;
    histogram += 256;
    const column = first + feature;
    if (a < 0) a = column;
    else if (b < 0) b = column;
    else if (c < 0) c = column;
    else {
      fillFour(heap[worker + job.PACKED_HISTOGRAM]!, a, b, c, column, stride, from, size);
      return;
    }
  }
  histogram = heap[worker + job.PACKED_HISTOGRAM]!;
  if (b >= 0) {
    fillTwo(histogram, a, b, stride, from, size);
    if (c >= 0) fillCells(histogram + 512, c, stride, from, size);
  } else if (a >= 0) fillCells(histogram, a, stride, from, size);
}

/** Empties the histograms of GROUP from place `from` on. */
export function clearGroup(worker: i32, from: i32): void {
  const group = words[worker + job.GROUP]!;
  for (let i = from; i < 4; i++) if (words[group + i]! !== 0) clearCells(words[group + i]!, 256);
}

function fillMarked(histogram: i32, occupied: i32, column: i32, stride: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const bin = bins[column + multiply(entry >>> 10, stride)]!;
    const mark = occupied + (bin >>> 5);
    heap[mark] = heap[mark]! | (1 << (bin & 31));
    heap[histogram + bin] = heap[histogram + bin]! + (((entry & 992) << 11) | (entry & 31));
  }
}

/** Fills by runs whose weight a packed cell can hold, and empties the cells into the wide histograms. */
function fillWide(histogram: i32, column: i32, stride: i32, from: i32, size: i32): void {
  const heap = words;
  for (let done = 0; done < size; done += CELL_ROWS) {
    fillCells(histogram, column, stride, from + done, done + CELL_ROWS < size ? CELL_ROWS : size - done);
    for (let cell = histogram; cell < histogram + 256; cell++) {
      heap[cell + WIDE] = heap[cell + WIDE]! + (heap[cell]! >>> 16);
      heap[cell + WIDE_POSITIVE] = heap[cell + WIDE_POSITIVE]! + (heap[cell]! & 65535);
      heap[cell] = 0;
    }
  }
}

/** Rows in each bin, which leaf minima ask for whatever the rows weigh. */
export function countRows(task: i32, worker: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  const counts = heap[worker + job.ROW_COUNTS]!;
  const shift = heap[task + job.ROW_SHIFT]!;
  const stride = heap[task + job.FEATURES]!;
  for (let bin = 0; bin < 256; bin++) heap[counts + bin] = 0;
  for (let i = from; i < from + size; i++) {
    const cell = counts + bins[column + multiply(heap[i]! >>> shift, stride)]!;
    heap[cell] = heap[cell]! + 1;
  }
}

/** Walks the occupied bins upwards, tries the limits between them with missing rows on either side, and clears. */
// prettier-ignore
function scan(
  task: i32, worker: i32, feature: i32, histogram: i32, rows: i32, total: i32, allPositive: i32,
  isWide: i32, isDense: i32,
): i32 {
  const heap = words;
  const occupied = heap[worker + job.OCCUPIED]!;
  const rowCounts = heap[worker + job.ROW_COUNTS]!;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const bins = heap[heap[task + job.BIN_COUNTS]! + feature]!;
  const cells = isWide !== 0 ? histogram + WIDE : histogram;
  let missing = 0;
  let missingPositive = 0;
  let missingRows = 0;
  if ((heap[heap[task + job.FLAGS]! + feature]! & job.HAS_MISSING) !== 0) {
    const cell = heap[cells + job.MISSING]!;
    missing = isWide !== 0 ? cell : cell >>> 16;
    missingPositive = isWide !== 0 ? heap[histogram + WIDE_POSITIVE + job.MISSING]! : cell & 65535;
    missingRows = minimum > 1 ? heap[rowCounts + job.MISSING]! : 0;
    heap[cells + job.MISSING] = 0;
    if (isWide !== 0) heap[histogram + WIDE_POSITIVE + job.MISSING] = 0;
  }
  const score = heap[worker + job.BEST_SCORE]!;
  let bestNumerator = doubles[score]!;
  let bestDenominator = doubles[score + 1]!;
  let leftBin = -2;
  let rightBin = 0;
  let bestLeft = 0;
  let bestPositive = 0;
  let missingLeft = 0;
  // The best split with the missing rows on the left.
  let otherNumerator: f64 = -1;
  let otherDenominator: f64 = 1;
  let otherLeftBin = -2;
  let otherRightBin = 0;
  let otherLeft = 0;
  let otherPositive = 0;
  const all: f64 = total;
  const ones: f64 = allPositive;
  let left = 0;
  let positive = 0;
  let leftRows = 0;
  let previous = -1;
  let seen = 0;
  const last = ((bins + 31) >>> 5) - 1;
  for (let word = 0; word <= last; word++) {
    let bits = -1;
    if (isDense === 0) {
      bits = heap[occupied + word]!;
      heap[occupied + word] = 0;
    }
    if (word === last && (bins & 31) !== 0) bits &= (1 << (bins & 31)) - 1;
    while (bits !== 0) {
      const bin = (word << 5) + trailingZeros(bits);
      bits &= bits - 1;
      const cell = heap[cells + bin]!;
      if (cell === 0) continue;
      if (seen > 0) {
        if (minimum === 1 || (leftRows >= minimum && rows - leftRows >= minimum)) {
          const difference: f64 = all * positive - ones * left;
          const numerator: f64 = difference * difference;
          const denominator: f64 = (all - left) * left;
          if (numerator * bestDenominator > bestNumerator * denominator) {
            bestNumerator = numerator;
            bestDenominator = denominator;
            leftBin = previous;
            rightBin = bin;
            bestLeft = left;
            bestPositive = positive;
          }
        }
        if (missing > 0) {
          const rowsThere = leftRows + missingRows;
          if (minimum === 1 || (rowsThere >= minimum && rows - rowsThere >= minimum)) {
            const difference: f64 = all * (positive + missingPositive) - ones * (left + missing);
            const numerator: f64 = difference * difference;
            const denominator: f64 = (all - left - missing) * (left + missing);
            if (numerator * otherDenominator > otherNumerator * denominator) {
              otherNumerator = numerator;
              otherDenominator = denominator;
              otherLeftBin = previous;
              otherRightBin = bin;
              otherLeft = left + missing;
              otherPositive = positive + missingPositive;
            }
          }
        }
      }
      seen++;
      previous = bin;
      heap[cells + bin] = 0;
      if (minimum > 1) leftRows += heap[rowCounts + bin]!;
      if (isWide !== 0) {
        left += cell;
        positive += heap[histogram + WIDE_POSITIVE + bin]!;
        heap[histogram + WIDE_POSITIVE + bin] = 0;
      } else {
        left += cell >>> 16;
        positive += cell & 65535;
      }
    }
  }
  if (isDense === 0) heap[occupied + 7] = 0;
  if (missing > 0 && seen > 0 && (minimum === 1 || (leftRows >= minimum && missingRows >= minimum))) {
    const difference: f64 = all * positive - ones * left;
    const numerator: f64 = difference * difference;
    const denominator: f64 = (all - left) * left;
    if (numerator * bestDenominator > bestNumerator * denominator) {
      bestNumerator = numerator;
      bestDenominator = denominator;
      leftBin = previous;
      rightBin = -1;
      bestLeft = left;
      bestPositive = positive;
    }
  }
  // Missing rows on the left count as tried last, after every limit with them on the right.
  if (otherLeftBin !== -2 && otherNumerator * bestDenominator > bestNumerator * otherDenominator) {
    bestNumerator = otherNumerator;
    bestDenominator = otherDenominator;
    leftBin = otherLeftBin;
    rightBin = otherRightBin;
    bestLeft = otherLeft;
    bestPositive = otherPositive;
    missingLeft = 1;
  }
  if (leftBin !== -2) {
    doubles[score] = bestNumerator;
    doubles[score + 1] = bestDenominator;
    keepPacked(worker, feature, leftBin, rightBin, bestLeft, bestPositive, total, allPositive);
    heap[worker + job.BEST_MISSING_LEFT] = missingLeft;
    heap[worker + job.BEST_SAW_MISSING] = missing > 0 ? 1 : 0;
  }
  return seen + (missing > 0 ? 1 : 0) > 1 ? 1 : 0;
}
