import { bytes, multiply, words } from './heap.js';
import * as job from './job-layout.js';
import { CELL_WEIGHT } from './packed-split.js';

/*
 * Where every node looks at all features and each row weighs 1, packed histograms (see packed-split.ts) of all features
 * are filled in one pass over a node's rows, and kept: the larger child's are the parent's less the smaller child's.
 * A node's place in KEPT is its place on the stack. Nodes are at least halved from one place to the next.
 */

/** Nodes of fewer rows fill histograms of their own. Measured. */
export const KEPT_NODE: i32 = 256;

/** Whether a node of so many rows and so much weight keeps histograms. */
export function isKeepable(task: i32, rows: i32, total: f64): boolean {
  return words[task + job.KEPT_HISTOGRAMS]! !== 0 && rows >= KEPT_NODE && total <= CELL_WEIGHT;
}

/** Histograms of the place `place`. */
export function keptAt(task: i32, worker: i32, place: i32): i32 {
  return words[worker + job.KEPT]! + multiply(place, words[task + job.FEATURES]! << 8);
}

/** Counts the rows of a node into the histograms of a place. */
export function fillKept(task: i32, worker: i32, place: i32, entries: i32, start: i32, end: i32): void {
  const heap = words;
  const features = heap[task + job.FEATURES]!;
  const first = heap[task + job.BINS]!;
  const kept = keptAt(task, worker, place);
  for (let cell = kept; cell < kept + (features << 8); cell++) heap[cell] = 0;
  for (let i = entries + start; i < entries + end; i++) {
    const entry = heap[i]!;
    const weight = ((entry & 992) << 11) | (entry & 31);
    const from = first + multiply(entry >>> 10, features);
    let histogram = kept;
    for (let at = from; at < from + features; at++) {
      const cell = histogram + bytes[at]!;
      heap[cell] = heap[cell]! + weight;
      histogram += 256;
    }
  }
}

/**
 * Makes the histograms of the parent at `place` those of its larger child, which has taken the place, and notes it in
 * the stack. The smaller child's, of the rows from `start` to `end`, are at the next place.
 */
export function subtractKept(task: i32, worker: i32, place: i32, entries: i32, start: i32, end: i32): void {
  const heap = words;
  fillKept(task, worker, place + 1, entries, start, end);
  const cells = heap[task + job.FEATURES]! << 8;
  const kept = keptAt(task, worker, place);
  for (let cell = kept; cell < kept + cells; cell++) heap[cell] = heap[cell]! - heap[cell + cells]!;
  const constantWords = (heap[task + job.FEATURES]! + 31) >>> 5;
  heap[heap[worker + job.STACK]! + multiply(place, job.STACK_WORDS + constantWords) + 6] = 1;
}
