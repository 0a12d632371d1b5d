import { bytes, doubles, multiply, words } from './heap.js';
import * as job from './job-layout.js';
import { keepPacked } from './packed-best.js';

/*
 * The parts of the split search for two classes that `assembly/packed-lanes.ts` does with vector instructions. Both
 * forms find the same split, to the last bit.
 */

/** Whether `visitFew` is quicker than a histogram. Measured. */
export function isFew(size: i32, _total: i32): boolean {
  return size <= 12;
}

/** Whether so many rows are better looked for in all bins than noted in a bitmap. Measured. */
export function isDense(size: i32): boolean {
  return size >= 64;
}

/** Called once a node of few rows, before its features are visited. */
export function weighFew(_worker: i32, _from: i32, _size: i32): void {}

/** Adds the rows to the histogram of the feature whose bins begin at `column`, `stride` apart. */
export function fillCells(histogram: i32, column: i32, stride: i32, from: i32, size: i32): void {
  const heap = words;
  const bins = bytes;
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const cell = histogram + bins[column + multiply(entry >>> 10, stride)]!;
    heap[cell] = heap[cell]! + (((entry & 992) << 11) | (entry & 31));
  }
}

/** `fillCells` for two features, whose histograms follow each other. */
export function fillTwo(histogram: i32, a: i32, b: i32, stride: i32, from: i32, size: i32): void {
  fillCells(histogram, a, stride, from, size);
  fillCells(histogram + 256, b, stride, from, size);
}

/** `fillCells` for four features. */
// prettier-ignore
export function fillFour(
  histogram: i32, a: i32, b: i32, c: i32, d: i32, stride: i32, from: i32, size: i32,
): void {
  fillTwo(histogram, a, b, stride, from, size);
  fillTwo(histogram + 512, c, d, stride, from, size);
}

/** Empties the cells of so many bins. */
export function clearCells(histogram: i32, bins: i32): void {
  const pair = histogram >>> 1;
  for (let i = pair; i < pair + ((bins + 1) >>> 1); i++) doubles[i] = 0;
}

/** Bins judged at once; divides 256. */
const BLOCK: i32 = 8;
/** More than what rounding can do to a comparison of scores. */
const MARGIN: f64 = 1.000000001;

/**
 * Looks for a better split in a histogram without missing rows or a leaf minimum; leaves it as it is. The score is convex in
 * the weights of the two classes on the left; so within a block of bins it is nowhere higher than at the corners of the
 * weights that its limits can have, and blocks whose corners do not beat the best split are passed over.
 */
// prettier-ignore
export function scanDense(worker: i32, feature: i32, cells: i32, bins: i32, total: i32, allPositive: i32): i32 {
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

/** `visitPacked` for a few rows without missing values: the same candidates and scores, from the rows in bin order. */
// prettier-ignore
export function visitFew(
  worker: i32, feature: i32, column: i32, stride: i32, from: i32, size: i32, total: i32, allPositive: i32,
): i32 {
  const heap = words;
  const bins = bytes;
  const sorted = heap[worker + job.SORTED]!;
  for (let i = 0; i < size; i++) {
    const entry = heap[from + i]!;
    const key = (bins[column + multiply(entry >>> 10, stride)]! << 10) | (entry & 1023);
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
