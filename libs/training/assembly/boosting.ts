// The inner loops of src/boosting/histogram-kernel.ts over linear memory, two doubles at a time: a histogram cell is
// one vector (gradient sum, hessian sum). Addresses are in bytes. Additions, products and quotients are those of the
// TypeScript kernel in the same order, so both give the same numbers.

/** Adds the gradients of the rows at `start` to `end` to four histograms at `a` to `d`, one a byte of a row's word. */
export function accumulate(
  rows: usize,
  start: i32,
  end: i32,
  words: usize,
  gradients: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
): void {
  let at = rows + (<usize>start << 2);
  const last = rows + (<usize>end << 2);
  while (at < last) {
    const row = <usize>load<u32>(at);
    const word = load<u32>(words + (row << 2));
    const sums = v128.load(gradients + (row << 4));
    const ca = a + (<usize>(word & 255) << 4);
    v128.store(ca, f64x2.add(v128.load(ca), sums));
    const cb = b + <usize>((word >>> 4) & 0xff0);
    v128.store(cb, f64x2.add(v128.load(cb), sums));
    const cc = c + <usize>((word >>> 12) & 0xff0);
    v128.store(cc, f64x2.add(v128.load(cc), sums));
    const cd = d + <usize>((word >>> 20) & 0xff0);
    v128.store(cd, f64x2.add(v128.load(cd), sums));
    at += 4;
  }
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/** Takes `cells` cells at `part` from those at `whole`. */
export function subtract(whole: usize, part: usize, cells: i32): void {
  const end = whole + (<usize>cells << 4);
  while (whole < end) {
    v128.store(whole, f64x2.sub(v128.load(whole), v128.load(part)));
    whole += 16;
    part += 16;
  }
}

/** See `HistogramKernel.searchNumeric`; `counts` is 0 where rows are not counted. Writes the places of `SPLIT`. */
export function searchNumeric(
  cell: usize,
  bins: i32,
  counts: usize,
  nodeGradient: f64,
  nodeHessian: f64,
  nodeCount: i32,
  score: f64,
  l2: f64,
  minChildWeight: f64,
  minSamplesLeaf: i32,
  found: usize,
): i32 {
  const node = f64x2.replace_lane(f64x2.splat(nodeGradient), 1, nodeHessian);
  const regularization = f64x2.splat(l2);
  const missing = cell + (<usize>bins << 4);
  const sides = load<f64>(missing, 8) > 0 ? 2 : 1;
  let isFound = 0;
  for (let missingLeft = 0; missingLeft < sides; missingLeft++) {
    let left = missingLeft ? v128.load(missing) : f64x2.splat(0);
    let count = missingLeft && counts ? load<i32>(counts + (<usize>bins << 2)) : 0;
    for (let bin = 0; bin < bins; bin++) {
      const at = cell + (<usize>bin << 4);
      if (load<f64>(at, 8) == 0) continue;
      left = f64x2.add(left, v128.load(at));
      if (counts) {
        count += load<i32>(counts + (<usize>bin << 2));
        if (count < minSamplesLeaf) continue;
        if (nodeCount - count < minSamplesLeaf) break;
      }
      const hessian = f64x2.extract_lane(left, 1);
      if (hessian < minChildWeight) continue;
      const right = f64x2.sub(node, left);
      const rightHessian = f64x2.extract_lane(right, 1);
      if (rightHessian <= 0 || rightHessian < minChildWeight) break;
      const gradients = v128.shuffle<f64>(left, right, 0, 2);
      const hessians = v128.shuffle<f64>(left, right, 1, 3);
      const values = f64x2.div(f64x2.mul(gradients, gradients), f64x2.add(hessians, regularization));
      const value = f64x2.extract_lane(values, 0) + f64x2.extract_lane(values, 1);
      if (value > score) {
        score = value;
        isFound = 1;
        store<f64>(found, value);
        store<f64>(found, <f64>bin, 8);
        store<f64>(found, <f64>missingLeft, 16);
        v128.store(found, left, 24);
      }
    }
  }
  return isFound;
}

/** See `HistogramKernel.partition`; `column` is the address of row 0's byte. */
export function partition(
  rows: usize,
  scratch: usize,
  column: usize,
  goesLeft: usize,
  start: i32,
  end: i32,
): i32 {
  let at = rows + (<usize>start << 2);
  const last = rows + (<usize>end << 2);
  let left = at;
  let right = scratch;
  while (at < last) {
    const row = load<u32>(at);
    const isLeft = <usize>load<u8>(goesLeft + <usize>load<u8>(column + (<usize>row << 2)));
    store<u32>(left, row);
    store<u32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
    at += 4;
  }
  memory.copy(left, scratch, right - scratch);
  return <i32>((left - rows) >> 2);
}

// @ts-ignore: decorator
@inline
function step(sum: v128, r: v128, term: f64): v128 {
  return f64x2.add(f64x2.mul(sum, r), f64x2.splat(term));
}

/** src/boosting/exponential.ts, two values at a time; a last odd one is followed by room for another. */
export function exponentials(at: usize, count: i32): void {
  const end = at + (<usize>count << 3);
  while (at < end) {
    const x = f64x2.max(f64x2.min(v128.load(at), f64x2.splat(708)), f64x2.splat(-708));
    const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(6755399441055744));
    const n = f64x2.sub(shifted, f64x2.splat(6755399441055744));
    const high = f64x2.mul(n, f64x2.splat(0.6931471803691238));
    const low = f64x2.mul(n, f64x2.splat(1.9082149292705877e-10));
    const r = f64x2.sub(f64x2.sub(x, high), low);
    let sum = f64x2.splat(1.0 / 6227020800);
    sum = step(sum, r, 1.0 / 479001600);
    sum = step(sum, r, 1.0 / 39916800);
    sum = step(sum, r, 1.0 / 3628800);
    sum = step(sum, r, 1.0 / 362880);
    sum = step(sum, r, 1.0 / 40320);
    sum = step(sum, r, 1.0 / 5040);
    sum = step(sum, r, 1.0 / 720);
    sum = step(sum, r, 1.0 / 120);
    sum = step(sum, r, 1.0 / 24);
    sum = step(sum, r, 1.0 / 6);
    sum = step(sum, r, 0.5);
    sum = step(sum, r, 1);
    sum = step(sum, r, 1);
    // The whole number in the last bits of `shifted` becomes the exponent of a power of two.
    const power = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
    v128.store(at, f64x2.mul(sum, power));
    at += 16;
  }
}

/** Adds `value` to the margin of the rows at `start` to `end`; margins are `stride` bytes apart. */
export function addToMargins(rows: usize, start: i32, end: i32, margins: usize, stride: i32, value: f64): void {
  let at = rows + (<usize>start << 2);
  const last = rows + (<usize>end << 2);
  while (at < last) {
    const margin = margins + <usize>load<u32>(at) * <usize>stride;
    store<f64>(margin, load<f64>(margin) + value);
    at += 4;
  }
}
