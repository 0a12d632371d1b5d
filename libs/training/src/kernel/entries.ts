import { doubles, words } from './heap.js';
import * as job from './job-layout.js';
import { drawBootstrap } from './kernel-random.js';

/** Writes the entries of a tree's rows and returns their number; counts their class weights into NODE_COUNTS. */
export function makeEntries(task: i32, worker: i32): i32 {
  const heap = words;
  const reals = doubles;
  const rows = heap[task + job.ROWS]!;
  const classes = heap[task + job.CLASSES]!;
  const labels = heap[task + job.LABELS]!;
  const weights = heap[task + job.WEIGHTS]!;
  const labelBits = heap[task + job.LABEL_BITS]!;
  const rowShift = heap[task + job.ROW_SHIFT]!;
  const isPacked = heap[task + job.IS_PACKED]! !== 0;
  const isBootstrap = heap[task + job.IS_BOOTSTRAP]! !== 0;
  const drawn = heap[worker + job.DRAWN]!;
  const entries = heap[worker + job.ENTRIES]!;
  const counts = heap[worker + job.NODE_COUNTS]!;
  for (let c = 0; c < classes; c++) reals[counts + c] = 0;
  if (isBootstrap) {
    for (let row = 0; row < rows; row++) heap[drawn + row] = 0;
    drawBootstrap(worker + job.RANDOM_STATE, drawn, rows);
  }
  let size = 0;
  for (let row = 0; row < rows; row++) {
    let count = isBootstrap ? heap[drawn + row]! : 1;
    if (count > 31) count = 31;
    const label = heap[labels + row]!;
    const low = isPacked ? label * count : labelBits > 0 ? label : 0;
    heap[entries + size] = (row << rowShift) | (count << labelBits) | low;
    // Without a branch: an entry of count 0 is overwritten by the next.
    size += count > 0 ? 1 : 0;
    const weight: f64 = count;
    reals[counts + label] = reals[counts + label]! + (weights === 0 ? weight : weight * reals[weights + row]!);
  }
  return size;
}

/** Label of an entry. */
export function labelOf(task: i32, entry: i32): i32 {
  const heap = words;
  return heap[heap[task + job.LABELS]! + (entry >>> heap[task + job.ROW_SHIFT]!)]!;
}

/** Weight of an entry: how often its row was drawn, times the row's own weight. */
export function weightOf(task: i32, entry: i32): f64 {
  const heap = words;
  const weights = heap[task + job.WEIGHTS]!;
  const drawn: f64 = (entry >>> heap[task + job.LABEL_BITS]!) & 31;
  return weights === 0 ? drawn : drawn * doubles[weights + (entry >>> heap[task + job.ROW_SHIFT]!)]!;
}
