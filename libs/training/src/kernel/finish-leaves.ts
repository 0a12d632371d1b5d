import { labelOf, weightOf } from './entries.js';
import { doubles, rounded, words } from './heap.js';
import * as job from './job-layout.js';

/** `PROBABILITY_QUANTUM` */
const QUANTUM: f64 = 3.637978807091713e-12;

/**
 * Computes the distributions of the leaves that hold several classes, from node `first` on, until SHARES is full.
 * A leaf's `next` becomes the number of its distribution in the tree, after the pure ones.
 * @returns the node to go on from; NODE_COUNT when all are done
 */
export function finishLeaves(task: i32, worker: i32, first: i32): i32 {
  const heap = words;
  const reals = doubles;
  const classes = heap[task + job.CLASSES]!;
  const features = heap[worker + job.NODE_FEATURE]!;
  const nodes = heap[worker + job.NODE_COUNT]!;
  const capacity = heap[worker + job.SHARES_CAPACITY]!;
  const base = heap[worker + job.SHARES_BASE]! + heap[worker + job.SHARES_COUNT]! * (first > 0 ? 1 : 0);
  heap[worker + job.SHARES_BASE] = base;
  let count = 0;
  let node = first;
  for (; node < nodes; node++) {
    const feature = heap[features + node]!;
    if (feature >= -1) continue;
    if (count === capacity) break;
    const leaf = heap[worker + job.NODE_THRESHOLD]! + node;
    const entries = heap[worker + (feature === job.PENDING ? job.ENTRIES : job.OTHER_ENTRIES)]!;
    const shares = heap[worker + job.SHARES]! + count * classes;
    const start = heap[leaf << 1]!;
    const end = heap[(leaf << 1) + 1]!;
    for (let c = 0; c < classes; c++) reals[shares + c] = 0;
    let total: f64 = 0;
    for (let i = entries + start; i < entries + end; i++) {
      const weight = weightOf(task, heap[i]!);
      const cell = shares + labelOf(task, heap[i]!);
      reals[cell] = reals[cell]! + weight;
      total += weight;
    }
    for (let c = 0; c < classes; c++) reals[shares + c] = rounded(reals[shares + c]! / total, QUANTUM);
    heap[features + node] = -1;
    heap[heap[worker + job.NODE_NEXT]! + node] = classes + base + count;
    reals[leaf] = total;
    count++;
  }
  heap[worker + job.SHARES_COUNT] = count;
  return node;
}
