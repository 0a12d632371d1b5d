import { doubles, words } from './heap.js';
import * as job from './job-layout.js';

const LARGEST: f64 = 1.7976931348623157e308;

/**
 * Threshold and last left bin of the best split. The threshold lies midway between the nearest values of the node, as
 * scikit-learn's does; it is moved to the next edge where it would cut through a bin that is empty in this node, so that
 * `bin <= splitBin` for every binned row exactly when `value <= threshold`. The last left bin is written to
 * BEST_LEFT_BIN.
 */
export function splitPoint(task: i32, worker: i32): f64 {
  const heap = words;
  const reals = doubles;
  const feature = heap[worker + job.BEST_FEATURE]!;
  const rightBin = heap[worker + job.BEST_RIGHT_BIN]!;
  if (rightBin < 0) {
    heap[worker + job.BEST_LEFT_BIN] = heap[heap[task + job.BIN_COUNTS]! + feature]! - 1;
    return LARGEST;
  }
  if (heap[task + job.IS_RANDOM_THRESHOLD]! !== 0) return reals[heap[worker + job.BEST_THRESHOLD]!]!;
  const low = heap[task + job.LOW]! + (feature << 8);
  const high = heap[task + job.HIGH]! + (feature << 8);
  let splitBin = heap[worker + job.BEST_LEFT_BIN]!;
  const threshold = midway(reals[high + splitBin]!, reals[low + rightBin]!);
  while (splitBin + 1 < rightBin && reals[high + splitBin + 1]! <= threshold) splitBin++;
  heap[worker + job.BEST_LEFT_BIN] = splitBin;
  const cutsBin = splitBin + 1 < rightBin && reals[low + splitBin + 1]! <= threshold;
  return cutsBin ? midway(reals[high + splitBin]!, reals[low + splitBin + 1]!) : threshold;
}

/** Midpoint m with a <= m < b, whatever the rounding. */
export function midway(a: f64, b: f64): f64 {
  const middle: f64 = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}
