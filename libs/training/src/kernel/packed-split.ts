import { bytes, doubles, trailingZeros, words } from './heap.js';
import * as job from './job-layout.js';

/*
 * Split search for two classes by Gini. A histogram cell packs the weight of a bin, above, and that of class 1, below.
 * A split of the weights T = L + R and, of class 1, P = p + q scores (T p - P L)^2 / (L R), which orders splits
 * as the impurity decrease does; scores are compared by cross-multiplication. Ties go to the feature visited first,
 * then to the smaller threshold.
 */

/** Up to this many rows are sorted; more go through the histogram. Measured. */
const SMALL_NODE: i32 = 12;
/** From one row for so many bins on, all bins are walked, and no bitmap is kept. Measured. */
const DENSE_NODE: i32 = 4;
/** Bins judged at once; divides 256. */
const BLOCK: i32 = 8;
/** More than what rounding can do to a comparison of scores. */
const MARGIN: f64 = 1.000000001;
/** A packed cell holds this weight, and surely that of so many drawn rows. */
export const CELL_WEIGHT: i32 = 65535;
const CELL_ROWS: i32 = 2048;
/** Words of the two wide histograms behind the packed one, for nodes of more weight than a cell holds. */
const WIDE: i32 = 256;
const WIDE_POSITIVE: i32 = 512;

/**
 * Looks for a better split of the node on `feature`.
 * @returns 0 when the feature is constant in the node
 */
// prettier-ignore
export function visitPacked(
  task: i32, worker: i32, feature: i32, entries: i32, start: i32, end: i32, total: i32, positive: i32,
): i32 {
  const heap = words;
  const flags = heap[heap[task + job.FLAGS]! + feature]!;
  const column = heap[task + job.BINS]! + feature * heap[task + job.ROWS]!;
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  const size = end - start;
  if (size <= SMALL_NODE && flags === 0 && minimum === 1) {
    return visitSorted(worker, feature, column, entries + start, size, total, positive);
  }
  const histogram = heap[worker + job.PACKED_HISTOGRAM]!;
  const bins = heap[heap[task + job.BIN_COUNTS]! + feature]!;
  if (heap[worker + job.NODE_HISTOGRAMS]! !== 0) {
    const kept = heap[worker + job.NODE_HISTOGRAMS]! + (feature << 8);
    if (minimum === 1 && (flags === 0 || heap[kept + job.MISSING]! === 0)) {
      return scanBlocks(worker, feature, kept, bins, total, positive);
    }
    for (let bin = 0; bin < 256; bin++) heap[histogram + bin] = heap[kept + bin]!;
    if (minimum > 1) {
      // Each row weighs 1 where histograms are kept.
      const counts = heap[worker + job.ROW_COUNTS]!;
      for (let bin = 0; bin < 256; bin++) heap[counts + bin] = heap[kept + bin]! >>> 16;
    }
    return scan(task, worker, feature, histogram, size, total, positive, 0, 1);
  }
  const isWide: i32 = total > CELL_WEIGHT ? 1 : 0;
  if (minimum > 1) countRows(worker, column, entries + start, size);
  const isDense: i32 = isWide !== 0 || size * DENSE_NODE >= bins ? 1 : 0;
  if (isWide !== 0) fillWide(histogram, column, entries + start, size);
  else if (isDense !== 0) fill(histogram, column, entries + start, size);
  else fillMarked(histogram, heap[worker + job.OCCUPIED]!, column, entries + start, size);
  if (isDense !== 0 && isWide === 0 && minimum === 1 && (flags === 0 || heap[histogram + job.MISSING]! === 0)) {
    const varies = scanBlocks(worker, feature, histogram, bins, total, positive);
    const pair = histogram >>> 1;
    for (let i = pair; i < pair + ((bins + 1) >>> 1); i++) doubles[i] = 0;
    return varies;
  }
  return scan(task, worker, feature, histogram, size, total, positive, isWide, isDense);
}

/**
 * `scan` for a dense histogram without missing rows or a leaf minimum, which it leaves as it is. The score is convex in
 * the weights of the two classes on the left; so within a block of bins it is nowhere higher than at the corners of the
 * weights that its limits can have, and blocks whose corners do not beat the best split are passed over.
 */
// prettier-ignore
function scanBlocks(worker: i32, feature: i32, cells: i32, bins: i32, total: i32, allPositive: i32): i32 {
  const heap = words;
  const score = heap[worker + job.BEST_SCORE]!;
  let bestNumerator = doubles[score]!;
  let bestDenominator = doubles[score + 1]!;
  let leftBin = -1;
  let rightBin = 0;
  let bestLeft = 0;
  let bestPositive = 0;
  const all: f64 = total;
  const ones: f64 = allPositive;
  let left = 0;
  let positive = 0;
  let startMayBeat = false;
  let varies = 0;
  for (let block = cells; block < cells + bins; block += BLOCK) {
    const sum =
      (heap[block]! + heap[block + 1]! + heap[block + 2]! + heap[block + 3]! +
        heap[block + 4]! + heap[block + 5]! + heap[block + 6]! + heap[block + 7]!) | 0;
    if (sum === 0) continue;
    const weight = sum >>> 16;
    const ofOne = sum & 65535;
    const endMayBeat = mayBeat(all, ones, left + weight, positive + ofOne, bestNumerator, bestDenominator);
    if (
      startMayBeat ||
      endMayBeat ||
      mayBeat(all, ones, left + ofOne, positive + ofOne, bestNumerator, bestDenominator) ||
      mayBeat(all, ones, left + weight - ofOne, positive, bestNumerator, bestDenominator)
    ) {
      let leftOf = left;
      let positiveOf = positive;
      let previous = block - 1;
      if (left > 0) while (heap[previous]! === 0) previous--;
      for (let at = block; at < block + BLOCK; at++) {
        const cell = heap[at]!;
        if (cell === 0) continue;
        if (leftOf > 0) {
          const difference: f64 = all * positiveOf - ones * leftOf;
          const numerator: f64 = difference * difference;
          const denominator: f64 = (all - leftOf) * leftOf;
          if (numerator * bestDenominator > bestNumerator * denominator) {
            bestNumerator = numerator;
            bestDenominator = denominator;
            leftBin = previous - cells;
            rightBin = at - cells;
            bestLeft = leftOf;
            bestPositive = positiveOf;
          }
        }
        leftOf += cell >>> 16;
        positiveOf += cell & 65535;
        previous = at;
      }
    }
    if (varies === 0) {
      varies = 1;
      if (weight === total) {
        for (let at = block; at < block + BLOCK; at++) if (heap[at]! === sum) varies = 0;
        break;
      }
    }
    left += weight;
    positive += ofOne;
    startMayBeat = endMayBeat;
  }
  if (leftBin >= 0) {
    doubles[score] = bestNumerator;
    doubles[score + 1] = bestDenominator;
    keepPacked(worker, feature, leftBin, rightBin, bestLeft, bestPositive, total, allPositive);
    heap[worker + job.BEST_MISSING_LEFT] = 0;
    heap[worker + job.BEST_SAW_MISSING] = 0;
  }
  return varies;
}

/** Whether a limit with these weights on the left might beat the best split, by rounding included. */
// prettier-ignore
function mayBeat(all: f64, ones: f64, left: f64, positive: f64, bestNumerator: f64, bestDenominator: f64): boolean {
  const difference: f64 = all * positive - ones * left;
  return !(difference * difference * bestDenominator * MARGIN <= bestNumerator * ((all - left) * left));
}

function fill(histogram: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const cell = histogram + bins[column + (entry >>> 10)]!;
    heap[cell] = heap[cell]! + (((entry & 992) << 11) | (entry & 31));
  }
}

function fillMarked(histogram: i32, occupied: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const bin = bins[column + (entry >>> 10)]!;
    const mark = occupied + (bin >>> 5);
    heap[mark] = heap[mark]! | (1 << (bin & 31));
    heap[histogram + bin] = heap[histogram + bin]! + (((entry & 992) << 11) | (entry & 31));
  }
}

/** Fills by runs whose weight a packed cell can hold, and empties the cells into the wide histograms. */
function fillWide(histogram: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  for (let done = 0; done < size; done += CELL_ROWS) {
    fill(histogram, column, from + done, done + CELL_ROWS < size ? CELL_ROWS : size - done);
    for (let cell = histogram; cell < histogram + 256; cell++) {
      heap[cell + WIDE] = heap[cell + WIDE]! + (heap[cell]! >>> 16);
      heap[cell + WIDE_POSITIVE] = heap[cell + WIDE_POSITIVE]! + (heap[cell]! & 65535);
      heap[cell] = 0;
    }
  }
}

/** Rows in each bin, which leaf minima ask for whatever the rows weigh. */
export function countRows(worker: i32, column: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  const counts = heap[worker + job.ROW_COUNTS]!;
  const shift = heap[worker + job.WORKER_ROW_SHIFT]!;
  for (let bin = 0; bin < 256; bin++) heap[counts + bin] = 0;
  for (let i = from; i < from + size; i++) {
    const cell = counts + bins[column + (heap[i]! >>> shift)]!;
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
    heap[histogram + WIDE_POSITIVE + job.MISSING] = 0;
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

/** `visitPacked` for a few rows without missing values: the same candidates and scores, from the rows in bin order. */
// prettier-ignore
function visitSorted(
  worker: i32, feature: i32, column: i32, from: i32, size: i32, total: i32, allPositive: i32,
): i32 {
  const heap = words;
  const bins = bytes;
  const sorted = heap[worker + job.SORTED]!;
  for (let i = 0; i < size; i++) {
    const entry = heap[from + i]!;
    const key = (bins[column + (entry >>> 10)]! << 10) | (entry & 1023);
    let at = sorted + i;
    while (at > sorted && heap[at - 1]! > key) {
      heap[at] = heap[at - 1]!;
      at--;
    }
    heap[at] = key;
  }
  if (heap[sorted]! >>> 10 === heap[sorted + size - 1]! >>> 10) return 0;
  const score = heap[worker + job.BEST_SCORE]!;
  let bestNumerator = doubles[score]!;
  let bestDenominator = doubles[score + 1]!;
  let bestAt = -1;
  let bestLeft = 0;
  let bestPositive = 0;
  const all: f64 = total;
  const ones: f64 = allPositive;
  let left = 0;
  let positive = 0;
  let key = heap[sorted]!;
  for (let i = sorted; i < sorted + size - 1; i++) {
    left += (key >>> 5) & 31;
    positive += key & 31;
    const next = heap[i + 1]!;
    if (key >>> 10 !== next >>> 10) {
      const difference: f64 = all * positive - ones * left;
      const numerator: f64 = difference * difference;
      const denominator: f64 = (all - left) * left;
      if (numerator * bestDenominator > bestNumerator * denominator) {
        bestNumerator = numerator;
        bestDenominator = denominator;
        bestAt = i;
        bestLeft = left;
        bestPositive = positive;
      }
    }
    key = next;
  }
  if (bestAt >= 0) {
    doubles[score] = bestNumerator;
    doubles[score + 1] = bestDenominator;
    keepPacked(
      worker, feature, heap[bestAt]! >>> 10, heap[bestAt + 1]! >>> 10, bestLeft, bestPositive, total, allPositive,
    );
    heap[worker + job.BEST_MISSING_LEFT] = 0;
    heap[worker + job.BEST_SAW_MISSING] = 0;
  }
  return 1;
}

// prettier-ignore
function keepPacked(
  worker: i32, feature: i32, leftBin: i32, rightBin: i32, left: i32, positive: i32, total: i32, allPositive: i32,
): void {
  const heap = words;
  heap[worker + job.BEST_FEATURE] = feature;
  heap[worker + job.BEST_LEFT_BIN] = leftBin;
  heap[worker + job.BEST_RIGHT_BIN] = rightBin;
  const isLeftPure = positive === 0 || positive === left;
  const isRightPure = positive === allPositive || allPositive - positive === total - left;
  heap[worker + job.BEST_IS_PURE] = isLeftPure && isRightPure ? 1 : 0;
  const counts = heap[worker + job.LEFT_COUNTS]!;
  doubles[counts] = left - positive;
  doubles[counts + 1] = positive;
}
