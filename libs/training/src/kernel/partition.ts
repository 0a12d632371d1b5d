import { bytes, multiply, words } from './heap.js';
import * as job from './job-layout.js';

/** Moves the entries that go left to the front of `target`, the others to its back; returns the limit. */
// prettier-ignore
export function partition(
  task: i32, feature: i32, splitBin: i32, missingLeft: i32, source: i32, target: i32, start: i32, end: i32,
): i32 {
  const heap = words;
  const bins = bytes;
  const column = heap[task + job.BINS]! + feature;
  const stride = heap[task + job.FEATURES]!;
  const shift = heap[task + job.ROW_SHIFT]!;
  // Adding one and keeping eight bits moves the missing bin, 255, in front of all others.
  const limit = splitBin + missingLeft;
  let left = target + start;
  let right = target + end - 1;
  for (let i = source + start; i < source + end; i++) {
    const entry = heap[i]!;
    const goesRight = (limit - ((bins[column + multiply(entry >>> shift, stride)]! + missingLeft) & 255)) >>> 31;
    heap[left] = entry;
    heap[right] = entry;
    left += 1 - goesRight;
    right -= goesRight;
  }
  return left - target;
}
