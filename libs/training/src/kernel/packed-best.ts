import { doubles, words } from './heap.js';
import * as job from './job-layout.js';

/**
 * Notes the best split so far of a node of two classes: the limit between the bins `leftBin` and `rightBin`, with the
 * weight `left` and, of class 1, `positive` on the left.
 */
// prettier-ignore
export function keepPacked(
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
