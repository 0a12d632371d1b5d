// The vector form of src/kernel/packed-lanes.ts. Scores are first computed in single precision, of all limits at once;
// those within MARGIN of the highest are then compared exactly, in the order that the scalar form has.
import { words } from './heap.js';
import * as job from './job-layout.js';
import { keepPacked } from './packed-best.js';

/** More than what single precision can do to a score. */
const MARGIN: f64 = 1.000002;
const CUT: f32 = 0.999998;
/** Rows that fit into the vectors of `visitFew`, and the weight that its lanes can hold. */
const FEW: i32 = 64;
const FEW_WEIGHT: i32 = 255;
/** Weight up to which a cell's halves are signed 16-bit numbers. */
const SIGNED_WEIGHT: i32 = 32767;
/** Bytes of a worker's LANES, for one visit: codes; weights and those of class 1 to the right of a row; single scores. */
const RIGHT: i32 = 64;
const RIGHT_POSITIVES: i32 = 128;
const FEW_SCORES: i32 = 192;
/** Of a visit by `scanDense`: sums up to each bin, single scores. */
const SCORES: i32 = 1024;
/** For all visits of a node: weights and those of class 1. */
const WEIGHTS: i32 = 2048;
const POSITIVES: i32 = 2112;

export function isFew(size: i32, total: i32): boolean {
  return size <= FEW && total <= FEW_WEIGHT;
}

export function isDense(size: i32): boolean {
  return size >= 24;
}

export function fillCells(histogram: i32, column: i32, stride: i32, from: i32, size: i32): void {
  const cells = histogram << 2;
  const end = (from + size) << 2;
  for (let at = from << 2; at < end; at += 4) {
    const entry = load<u32>(at);
    const cell = cells + (<i32>load<u8>(column + (entry >>> 10) * stride) << 2);
    store<i32>(cell, load<i32>(cell) + weightOf(entry));
  }
}

export function fillTwo(histogram: i32, a: i32, b: i32, stride: i32, from: i32, size: i32): void {
  const cells = histogram << 2;
  const end = (from + size) << 2;
  for (let at = from << 2; at < end; at += 4) {
    const entry = load<u32>(at);
    const row = (entry >>> 10) * stride;
    const weight = weightOf(entry);
    let cell = cells + (<i32>load<u8>(row + a) << 2);
    store<i32>(cell, load<i32>(cell) + weight);
    cell = cells + (<i32>load<u8>(row + b) << 2);
    store<i32>(cell, load<i32>(cell, 1024) + weight, 1024);
  }
}

export function fillFour(
  histogram: i32, a: i32, b: i32, c: i32, d: i32, stride: i32, from: i32, size: i32,
): void {
  const cells = histogram << 2;
  const end = (from + size) << 2;
  for (let at = from << 2; at < end; at += 4) {
    const entry = load<u32>(at);
    const row = (entry >>> 10) * stride;
    const weight = weightOf(entry);
    let cell = cells + (<i32>load<u8>(row + a) << 2);
    store<i32>(cell, load<i32>(cell) + weight);
    cell = cells + (<i32>load<u8>(row + b) << 2);
    store<i32>(cell, load<i32>(cell, 1024) + weight, 1024);
    cell = cells + (<i32>load<u8>(row + c) << 2);
    store<i32>(cell, load<i32>(cell, 2048) + weight, 2048);
    cell = cells + (<i32>load<u8>(row + d) << 2);
    store<i32>(cell, load<i32>(cell, 3072) + weight, 3072);
  }
}

export function clearCells(histogram: i32, bins: i32): void {
  const zero = i32x4.splat(0);
  const end = (histogram + bins) << 2;
  for (let at = histogram << 2; at < end; at += 32) {
    v128.store(at, zero);
    v128.store(at, zero, 16);
  }
}

/** What an entry adds to a cell. */
// @ts-ignore: decorator
@inline
function weightOf(entry: u32): i32 {
  return ((entry & 992) << 11) | (entry & 31);
}

export function weighFew(worker: i32, from: i32, size: i32): void {
  if (size > FEW) return;
  const lanes = words[worker + job.LANES];
  for (let i = 0; i < size; i++) {
    const entry = words[from + i];
    store<u8>(lanes + i, (entry >>> 5) & 31, WEIGHTS);
    store<u8>(lanes + i, entry & 31, POSITIVES);
  }
}

/** For four splits with the weights `sums` (weight above, that of class 1 below) on one side: the single scores. */
// @ts-ignore: decorator
@inline
function scoresOf(difference: v128, sums: v128, total: v128): v128 {
  const weight = f32x4.convert_i32x4_s(i32x4.shr_u(sums, 16));
  const single = f32x4.convert_i32x4_s(difference);
  return f32x4.div(f32x4.mul(single, single), f32x4.mul(weight, f32x4.sub(total, weight)));
}

// @ts-ignore: decorator
@inline
function highest(scores: v128): f32 {
  const pair = f32x4.max(scores, v128.shuffle<f32>(scores, scores, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(pair, v128.shuffle<f32>(pair, pair, 1, 0, 3, 2)), 0);
}

/** Each row's split right above it: every row is compared with every other one, sixteen at a time. */
export function visitFew(
  worker: i32, feature: i32, column: i32, stride: i32, from: i32, size: i32, total: i32, allPositive: i32,
): i32 {
  const lanes = words[worker + job.LANES];
  const most = i8x16.splat(127);
  // Codes are moved by 128, so that signed comparison orders them; lanes without a row are above all.
  v128.store(lanes + ((size - 1) & ~15), most);
  for (let i = 0; i < size; i++) {
    store<u8>(lanes + i, <i32>load<u8>(column + (words[from + i] >>> 10) * stride) ^ 128);
  }
  const pair = i32x4.splat((total & 65535) | (-allPositive << 16));
  const all = f32x4.splat(<f32>total);
  let max = f32x4.splat(-1);
  for (let block = 0; block < size; block += 16) {
    const own = v128.load(lanes + block);
    let right = i8x16.splat(0);
    let positives = i8x16.splat(0);
    for (let at = lanes; at < lanes + size; at++) {
      const isAbove = i8x16.gt_s(v128.load_splat<u8>(at), own);
      right = i8x16.add(right, v128.and(isAbove, v128.load_splat<u8>(at, WEIGHTS)));
      positives = i8x16.add(positives, v128.and(isAbove, v128.load_splat<u8>(at, POSITIVES)));
    }
    v128.store(lanes + block, right, RIGHT);
    v128.store(lanes + block, positives, RIGHT_POSITIVES);
    const low = v128.shuffle<u8>(positives, right, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = v128.shuffle<u8>(positives, right, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const a = i16x8.extend_low_i8x16_u(low);
    const b = i16x8.extend_high_i8x16_u(low);
    const c = i16x8.extend_low_i8x16_u(high);
    const d = i16x8.extend_high_i8x16_u(high);
    const scoresA = scoresOf(i32x4.dot_i16x8_s(a, pair), a, all);
    const scoresB = scoresOf(i32x4.dot_i16x8_s(b, pair), b, all);
    const scoresC = scoresOf(i32x4.dot_i16x8_s(c, pair), c, all);
    const scoresD = scoresOf(i32x4.dot_i16x8_s(d, pair), d, all);
    const scores = lanes + (block << 2);
    v128.store(scores, scoresA, FEW_SCORES);
    v128.store(scores, scoresB, FEW_SCORES + 16);
    v128.store(scores, scoresC, FEW_SCORES + 32);
    v128.store(scores, scoresD, FEW_SCORES + 48);
    // A split with nothing on one side scores 0 / 0, which `pmax` passes over.
    max = f32x4.pmax(f32x4.pmax(max, scoresA), scoresB);
    max = f32x4.pmax(f32x4.pmax(max, scoresC), scoresD);
  }
  const top = highest(max);
  if (top < 0) return 0;
  const score = words[worker + job.BEST_SCORE] << 3;
  let bestNumerator = load<f64>(score);
  let bestDenominator = load<f64>(score + 8);
  if (<f64>top * MARGIN * bestDenominator <= bestNumerator) return 1;
  const cut = f32x4.splat(top * CUT);
  let best = -1;
  let bestRight = 0;
  for (let four = 0; four < size; four += 4) {
    let bits = i32x4.bitmask(f32x4.ge(v128.load(lanes + (four << 2), FEW_SCORES), cut));
    while (bits !== 0) {
      const row = four + ctz(bits);
      bits &= bits - 1;
      const right = <i32>load<u8>(lanes + row, RIGHT);
      const positives = <i32>load<u8>(lanes + row, RIGHT_POSITIVES);
      const difference = <f64>(total * positives - allPositive * right);
      const numerator = difference * difference;
      const denominator = <f64>((total - right) * right);
      const ours = numerator * bestDenominator;
      const theirs = bestNumerator * denominator;
      // Of equals the smaller threshold.
      if (ours > theirs || (best >= 0 && ours === theirs && right > bestRight)) {
        bestNumerator = numerator;
        bestDenominator = denominator;
        best = row;
        bestRight = right;
      }
    }
  }
  if (best < 0) return 1;
  store<f64>(score, bestNumerator);
  store<f64>(score + 8, bestDenominator);
  const leftCode = <i32>load<i8>(lanes + best);
  const limit = i8x16.splat(<i8>leftCode);
  let nearest = most;
  for (let block = 0; block < size; block += 16) {
    const own = v128.load(lanes + block);
    nearest = i8x16.min_s(nearest, v128.bitselect(own, most, i8x16.gt_s(own, limit)));
  }
  nearest = i8x16.min_s(nearest, v128.shuffle<u32>(nearest, nearest, 2, 3, 0, 1));
  nearest = i8x16.min_s(nearest, v128.shuffle<u32>(nearest, nearest, 1, 0, 3, 2));
  const four = i32x4.extract_lane(nearest, 0);
  const two = min(<i32>(<i8>four), <i32>(<i8>(four >> 8)));
  const other = min(<i32>(<i8>(four >> 16)), four >> 24);
  keepPacked(
    worker, feature, leftCode + 128, min(two, other) + 128, total - bestRight,
    allPositive - <i32>load<u8>(lanes + best, RIGHT_POSITIVES), total, allPositive,
  );
  words[worker + job.BEST_MISSING_LEFT] = 0;
  words[worker + job.BEST_SAW_MISSING] = 0;
  return 1;
}

export function scanDense(worker: i32, feature: i32, cells: i32, bins: i32, total: i32, allPositive: i32): i32 {
  const lanes = words[worker + job.LANES];
  const end = (bins << 2) + lanes;
  const offset = (cells << 2) - lanes;
  const zero = i32x4.splat(0);
  const all = f32x4.splat(<f32>total);
  let sum = zero;
  let max = f32x4.splat(-1);
  if (total <= SIGNED_WEIGHT) {
    const pair = i32x4.splat((total & 65535) | (-allPositive << 16));
    for (let at = lanes; at < end; at += 16) {
      let sums = v128.load(at + offset);
      sums = i32x4.add(sums, v128.shuffle<u32>(zero, sums, 0, 4, 5, 6));
      sums = i32x4.add(sums, v128.shuffle<u32>(zero, sums, 0, 0, 4, 5));
      sums = i32x4.add(sums, sum);
      sum = v128.shuffle<u32>(sums, sums, 3, 3, 3, 3);
      const scores = scoresOf(i32x4.dot_i16x8_s(sums, pair), sums, all);
      v128.store(at, sums);
      v128.store(at, scores, SCORES);
      max = f32x4.pmax(max, scores);
    }
  } else {
    const low = i32x4.splat(65535);
    const wholes = i32x4.splat(total);
    const ones = i32x4.splat(allPositive);
    for (let at = lanes; at < end; at += 16) {
      let sums = v128.load(at + offset);
      sums = i32x4.add(sums, v128.shuffle<u32>(zero, sums, 0, 4, 5, 6));
      sums = i32x4.add(sums, v128.shuffle<u32>(zero, sums, 0, 0, 4, 5));
      sums = i32x4.add(sums, sum);
      sum = v128.shuffle<u32>(sums, sums, 3, 3, 3, 3);
      const difference = i32x4.sub(
        i32x4.mul(v128.and(sums, low), wholes), i32x4.mul(i32x4.shr_u(sums, 16), ones),
      );
      const scores = scoresOf(difference, sums, all);
      v128.store(at, sums);
      v128.store(at, scores, SCORES);
      max = f32x4.pmax(max, scores);
    }
  }
  const top = highest(max);
  if (top < 0) return 0;
  const score = words[worker + job.BEST_SCORE] << 3;
  let bestNumerator = load<f64>(score);
  let bestDenominator = load<f64>(score + 8);
  if (<f64>top * MARGIN * bestDenominator <= bestNumerator) return 1;
  const cut = f32x4.splat(top * CUT);
  const whole = <f64>total;
  const ones = <f64>allPositive;
  let best = -1;
  for (let at = lanes; at < end; at += 16) {
    let bits = i32x4.bitmask(f32x4.ge(v128.load(at, SCORES), cut));
    while (bits !== 0) {
      const here = at + (ctz(bits) << 2);
      bits &= bits - 1;
      const sums = load<u32>(here);
      const left = <f64>(sums >>> 16);
      const positive = <f64>(sums & 65535);
      const difference = whole * positive - ones * left;
      const numerator = difference * difference;
      const denominator = (whole - left) * left;
      if (numerator * bestDenominator > bestNumerator * denominator) {
        bestNumerator = numerator;
        bestDenominator = denominator;
        best = here;
      }
    }
  }
  if (best < 0) return 1;
  store<f64>(score, bestNumerator);
  store<f64>(score + 8, bestDenominator);
  const kept = load<u32>(best);
  let next = best + 4;
  while (load<u32>(next) === kept) next += 4;
  keepPacked(
    worker, feature, (best - lanes) >>> 2, (next - lanes) >>> 2, kept >>> 16, kept & 65535, total, allPositive,
  );
  words[worker + job.BEST_MISSING_LEFT] = 0;
  words[worker + job.BEST_SAW_MISSING] = 0;
  return 1;
}
