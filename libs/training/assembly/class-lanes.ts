// The vector form of src/kernel/class-lanes.ts: weights by class are signed 16-bit lanes, eight or sixteen a bin.
import { doubles, words } from './heap.js';
import * as job from './job-layout.js';
import { keepPurity } from './class-split.js';

/** What a lane can hold. */
const LANE_WEIGHT: f64 = 32767;
const MOST_CLASSES: i32 = 16;
/** Bytes of a worker's LANES: the node's weights by class, those of the best left child. */
const LEFT: i32 = 32;

export function fillLanes(task: i32, worker: i32, total: f64): boolean {
  const classes = words[task + job.CLASSES];
  if (words[worker + job.SMALL_NODE] === 0 || classes > MOST_CLASSES || total > LANE_WEIGHT) return false;
  const lanes = words[worker + job.LANES];
  const counts = words[worker + job.NODE_COUNTS];
  v128.store(lanes, i16x8.splat(0));
  v128.store(lanes, i16x8.splat(0), 16);
  for (let c = 0; c < classes; c++) store<i16>(lanes + (c << 1), <i16>doubles[counts + c]);
  return true;
}

export function visitLanes(
  task: i32, worker: i32, feature: i32, column: i32, from: i32, size: i32, total: f64,
): i32 {
  const histogram = words[worker + job.HISTOGRAM] << 3;
  const isNarrow = words[task + job.CLASSES] <= 8;
  const bins = words[words[task + job.BIN_COUNTS] + feature];
  const binShift = isNarrow ? 4 : 5;
  const labelBits = words[task + job.LABEL_BITS];
  const mask = (1 << labelBits) - 1;
  const shift = words[task + job.ROW_SHIFT];
  const stride = words[task + job.FEATURES];
  const end = (from + size) << 2;
  const occupied = words[worker + job.OCCUPIED] << 2;
  let some: u64 = 0;
  if (bins <= 64) {
    for (let at = from << 2; at < end; at += 4) {
      const entry = load<u32>(at);
      const bin = <i32>load<u8>(column + (entry >>> shift) * stride);
      const cell = histogram + (bin << binShift) + ((entry & mask) << 1);
      store<u16>(cell, load<u16>(cell) + <u16>((entry >>> labelBits) & 31));
      some |= (<u64>1) << bin;
    }
    if ((some & (some - 1)) === 0) {
      const only = histogram + (<i32>ctz(some) << binShift);
      v128.store(only, i16x8.splat(0));
      if (!isNarrow) v128.store(only, i16x8.splat(0), 16);
      return 0;
    }
    store<u64>(occupied, some);
  } else {
    for (let at = from << 2; at < end; at += 4) {
      const entry = load<u32>(at);
      const bin = <i32>load<u8>(column + (entry >>> shift) * stride);
      const cell = histogram + (bin << binShift) + ((entry & mask) << 1);
      store<u16>(cell, load<u16>(cell) + <u16>((entry >>> labelBits) & 31));
      const mark = occupied + (bin >>> 3);
      const bit: i32 = 1 << (bin & 7);
      store<u8>(mark, load<u8>(mark) | <u8>bit);
    }
  }
  return isNarrow
    ? scan(task, worker, feature, histogram, bins, total, true)
    : scan(task, worker, feature, histogram, bins, total, false);
}

/** Walks the occupied bins upwards, tries the limits between them, and clears; both lanes are one where `isNarrow`. */
// @ts-ignore: decorator
@inline
function scan(task: i32, worker: i32, feature: i32, histogram: i32, bins: i32, total: f64, isNarrow: bool): i32 {
  const lanes = words[worker + job.LANES];
  const occupied = words[worker + job.OCCUPIED] << 2;
  const zero = i16x8.splat(0);
  const ones = i16x8.splat(1);
  const score = words[worker + job.BEST_SCORE] << 3;
  let bestNumerator = load<f64>(score);
  let bestDenominator = load<f64>(score + 8);
  let leftBin = -1;
  let rightBin = 0;
  let previous = -1;
  let varies = 0;
  let left = zero;
  let leftHigh = zero;
  const all = v128.load(lanes);
  const allHigh = v128.load(lanes, 16);
  const wordCount = (bins + 63) >>> 6;
  for (let word = 0; word < wordCount; word++) {
    let bits = load<u64>(occupied + (word << 3));
    store<u64>(occupied + (word << 3), 0);
    while (bits !== 0) {
      const bin = (word << 6) + <i32>ctz(bits);
      bits &= bits - 1;
      if (previous >= 0) {
        varies = 1;
        const right = i16x8.sub(all, left);
        let leftSquares = i32x4.dot_i16x8_s(left, left);
        let rightSquares = i32x4.dot_i16x8_s(right, right);
        let weights = left;
        if (!isNarrow) {
          const rightHigh = i16x8.sub(allHigh, leftHigh);
          leftSquares = i32x4.add(leftSquares, i32x4.dot_i16x8_s(leftHigh, leftHigh));
          rightSquares = i32x4.add(rightSquares, i32x4.dot_i16x8_s(rightHigh, rightHigh));
          weights = i16x8.add(weights, leftHigh);
        }
        const sums = i32x4.dot_i16x8_s(weights, ones);
        let both = i32x4.add(
          v128.shuffle<u32>(leftSquares, rightSquares, 0, 1, 4, 5),
          v128.shuffle<u32>(leftSquares, rightSquares, 2, 3, 6, 7),
        );
        both = i32x4.add(both, v128.shuffle<u32>(both, both, 1, 0, 3, 2));
        let weight = i32x4.add(sums, v128.shuffle<u32>(sums, sums, 2, 3, 0, 1));
        weight = i32x4.add(weight, v128.shuffle<u32>(weight, weight, 1, 0, 3, 2));
        const leftTotal = <f64>i32x4.extract_lane(weight, 0);
        const rightTotal = total - leftTotal;
        const numerator =
          <f64>i32x4.extract_lane(both, 0) * rightTotal + <f64>i32x4.extract_lane(both, 2) * leftTotal;
        const denominator = leftTotal * rightTotal;
        if (numerator * bestDenominator > bestNumerator * denominator) {
          bestNumerator = numerator;
          bestDenominator = denominator;
          leftBin = previous;
          rightBin = bin;
          v128.store(lanes, left, LEFT);
          if (!isNarrow) v128.store(lanes, leftHigh, LEFT + 16);
        }
      }
      previous = bin;
      if (isNarrow) {
        const cell = histogram + (bin << 4);
        left = i16x8.add(left, v128.load(cell));
        v128.store(cell, zero);
      } else {
        const cell = histogram + (bin << 5);
        left = i16x8.add(left, v128.load(cell));
        leftHigh = i16x8.add(leftHigh, v128.load(cell, 16));
        v128.store(cell, zero);
        v128.store(cell, zero, 16);
      }
    }
  }
  if (leftBin >= 0) {
    store<f64>(score, bestNumerator);
    store<f64>(score + 8, bestDenominator);
    keepLanes(task, worker, feature, leftBin, rightBin, lanes);
  }
  return varies;
}

function keepLanes(task: i32, worker: i32, feature: i32, leftBin: i32, rightBin: i32, lanes: i32): void {
  words[worker + job.BEST_FEATURE] = feature;
  words[worker + job.BEST_LEFT_BIN] = leftBin;
  words[worker + job.BEST_RIGHT_BIN] = rightBin;
  words[worker + job.BEST_MISSING_LEFT] = 0;
  words[worker + job.BEST_SAW_MISSING] = 0;
  const classes = words[task + job.CLASSES];
  const kept = words[worker + job.LEFT_COUNTS];
  for (let c = 0; c < classes; c++) doubles[kept + c] = <f64>load<i16>(lanes + (c << 1), LEFT);
  keepPurity(task, worker);
}
