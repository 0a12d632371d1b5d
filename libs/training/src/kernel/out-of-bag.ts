import { bytes, doubles, words } from './heap.js';
import * as job from './job-layout.js';

/**
 * Adds, for each row that the worker's tree has not drawn, the distribution of its leaf to VOTES: pure ones with the
 * first batch of distributions, the others with the batch that is in SHARES.
 */
export function vote(task: i32, worker: i32): void {
  const heap = words;
  const reals = doubles;
  const rows = heap[task + job.ROWS]!;
  const classes = heap[task + job.CLASSES]!;
  const drawn = heap[worker + job.DRAWN]!;
  const votes = heap[worker + job.VOTES]!;
  const voteCounts = heap[worker + job.VOTE_COUNTS]!;
  const base = heap[worker + job.SHARES_BASE]! + classes;
  const end = base + heap[worker + job.SHARES_COUNT]!;
  for (let row = 0; row < rows; row++) {
    if (heap[drawn + row]! !== 0) continue;
    const leaf = leafOf(task, worker, row);
    const at = votes + row * classes;
    if (leaf < classes) {
      if (base > classes) continue;
      reals[at + leaf] = reals[at + leaf]! + 1;
    } else {
      if (leaf < base || leaf >= end) continue;
      const shares = heap[worker + job.SHARES]! + (leaf - base) * classes;
      for (let c = 0; c < classes; c++) reals[at + c] = reals[at + c]! + reals[shares + c]!;
    }
    heap[voteCounts + row] = heap[voteCounts + row]! + 1;
  }
}

/** Number of the distribution of the leaf that a row falls into. */
function leafOf(task: i32, worker: i32, row: i32): i32 {
  const heap = words;
  const features = heap[worker + job.NODE_FEATURE]!;
  const next = heap[worker + job.NODE_NEXT]!;
  const splitBins = heap[worker + job.NODE_SPLIT_BIN]!;
  const missingLeft = heap[worker + job.NODE_MISSING_LEFT]!;
  const sets = heap[worker + job.NODE_SET]!;
  const bins = heap[task + job.BINS]! + row * heap[task + job.FEATURES]!;
  let node = 0;
  let feature = heap[features]!;
  while (feature >= 0) {
    const bin = bytes[bins + feature]!;
    let goesRight = 0;
    if (sets !== 0 && heap[sets + node]! >= 0) {
      const set = heap[worker + job.SETS]! + (heap[sets + node]! << 3);
      goesRight = 1 - ((heap[set + (bin >>> 5)]! >>> (bin & 31)) & 1);
      if (bin === job.MISSING) goesRight = 1 - bytes[missingLeft + node]!;
    } else {
      const missing = bytes[missingLeft + node]!;
      goesRight = (bytes[splitBins + node]! + missing - ((bin + missing) & 255)) >>> 31;
    }
    node = heap[next + node]! + goesRight;
    feature = heap[features + node]!;
  }
  return heap[next + node]!;
}
