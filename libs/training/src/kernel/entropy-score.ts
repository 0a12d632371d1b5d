import { doubles, words } from './heap.js';
import * as job from './job-layout.js';

const LN2: f64 = 0.6931471805599453;

/**
 * Entropy's score of a split: minus the children's weighted entropy, in bits, up to a constant of the node.
 * @param left doubles: class weights of the left child; the right child's are those at `all` minus them
 */
export function entropyScore(worker: i32, left: i32, all: i32, classes: i32): f64 {
  const reals = doubles;
  let score: f64 = 0;
  let leftTotal: f64 = 0;
  let rightTotal: f64 = 0;
  for (let c = 0; c < classes; c++) {
    const l: f64 = reals[left + c]!;
    const r: f64 = reals[all + c]! - l;
    if (l > 0) score += l * log2(worker, l);
    if (r > 0) score += r * log2(worker, r);
    leftTotal += l;
    rightTotal += r;
  }
  return score - leftTotal * log2(worker, leftTotal) - rightTotal * log2(worker, rightTotal);
}

/**
 * Base-2 logarithm of a positive normal number, to about 2e-16 relative; computed here, since engines differ in the last bit.
 * With x = 2^k m, m in [sqrt(1/2), sqrt(2)), and s = (m - 1) / (m + 1): ln m = 2 (s + s^3/3 + s^5/5 + ...).
 */
export function log2(worker: i32, x: f64): f64 {
  const parts = words[worker + job.PARTS]!;
  doubles[parts] = x;
  const high = words[(parts << 1) + 1]!;
  let exponent = ((high >>> 20) & 2047) - 1023;
  let fraction = high & 0xfffff;
  if (fraction > 0x6a09e) exponent++;
  fraction |= fraction > 0x6a09e ? 1022 << 20 : 1023 << 20;
  words[(parts << 1) + 1] = fraction;
  const m = doubles[parts]!;
  const s: f64 = (m - 1) / (m + 1);
  const t: f64 = s * s;
  let sum: f64 = 0;
  for (let k = 21; k > 1; k -= 2) {
    const odd: f64 = k;
    sum = (sum + 1 / odd) * t;
  }
  const base: f64 = exponent;
  return base + (2 * s + 2 * s * sum) / LN2;
}
