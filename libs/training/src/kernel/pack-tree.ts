import { bytes, doubles, words } from './heap.js';
import * as job from './job-layout.js';

/**
 * Copies the worker's tree to OUTPUT in one piece: thresholds (doubles), features, next, sets of nodes (when there are
 * categories), sets (8 words each), split bins and missingLeft (bytes).
 * @returns its length in bytes
 */
export function packTree(worker: i32): i32 {
  const heap = words;
  const nodes = heap[worker + job.NODE_COUNT]!;
  const output = heap[worker + job.OUTPUT]!;
  const threshold = heap[worker + job.NODE_THRESHOLD]!;
  for (let i = 0; i < nodes; i++) doubles[(output >>> 3) + i] = doubles[threshold + i]!;
  let at = (output >>> 2) + nodes * 2;
  at = copyWords(heap[worker + job.NODE_FEATURE]!, at, nodes);
  at = copyWords(heap[worker + job.NODE_NEXT]!, at, nodes);
  if (heap[worker + job.NODE_SET]! !== 0) {
    at = copyWords(heap[worker + job.NODE_SET]!, at, nodes);
    at = copyWords(heap[worker + job.SETS]!, at, heap[worker + job.SET_COUNT]! * 8);
  }
  let byte = at << 2;
  byte = copyBytes(heap[worker + job.NODE_SPLIT_BIN]!, byte, nodes);
  byte = copyBytes(heap[worker + job.NODE_MISSING_LEFT]!, byte, nodes);
  return byte - output;
}

function copyWords(from: i32, to: i32, count: i32): i32 {
  for (let i = 0; i < count; i++) words[to + i] = words[from + i]!;
  return to + count;
}

function copyBytes(from: i32, to: i32, count: i32): i32 {
  for (let i = 0; i < count; i++) bytes[to + i] = bytes[from + i]!;
  return to + count;
}
