import { multiply, scaled, words } from './heap.js';

/** Hash of a word (the finaliser of MurmurHash3). */
export function mixed(word: i32): i32 {
  let h: i32 = multiply(word ^ (word >>> 16), -2048144789);
  h = multiply(h ^ (h >>> 13), -1028477387);
  return h ^ (h >>> 16);
}

/**
 * The `index`-th random word of a node. Each node has a seed of its own, handed down from its parent, so that no result
 * depends on the order in which nodes are worked on.
 */
export function nodeRandom(seed: i32, index: i32): i32 {
  return mixed(seed + multiply(index + 1, -1640531527));
}

/** Draws as often as there are rows, with replacement, by xoshiro128**; adds to the counts at `drawn`. */
export function drawBootstrap(state: i32, drawn: i32, rows: i32): void {
  const heap = words;
  let a: i32 = heap[state]!;
  let b: i32 = heap[state + 1]!;
  let c: i32 = heap[state + 2]!;
  let d: i32 = heap[state + 3]!;
  for (let i = 0; i < rows; i++) {
    const x = multiply(b, 5);
    const row = drawn + scaled(multiply((x << 7) | (x >>> 25), 9), rows);
    heap[row] = heap[row]! + 1;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
  }
}
