/**
 * The kernel's memory, as bytes, 32-bit words and doubles. This is its TypeScript form, over typed arrays;
 * `assembly/heap.ts` is the AssemblyScript form, over linear memory. Addresses are indices into the array in question.
 */
export let bytes: Uint8Array = new Uint8Array(0);
export let words: Int32Array = new Int32Array(0);
export let doubles: Float64Array = new Float64Array(0);

/** Makes the kernel work on `buffer` from now on. */
export function bindHeap(buffer: ArrayBufferLike): void {
  if (words.buffer === buffer) return;
  bytes = new Uint8Array(buffer);
  words = new Int32Array(buffer);
  doubles = new Float64Array(buffer);
}

/** Product modulo 2^32. */
export const multiply = Math.imul;

/** Number of zero bits below the lowest one of `word`, which is not 0. */
export function trailingZeros(word: i32): i32 {
  return 31 - Math.clz32(word & -word);
}

/** floor(random * count / 2^32), `random` taken as unsigned: a number in [0, count) from 32 random bits. */
export function scaled(random: i32, count: i32): i32 {
  return Math.floor(((random >>> 0) * count) / 4294967296);
}

/** Nearest multiple of `quantum`, a power of two; halves go up. `value` is not negative. */
export function rounded(value: f64, quantum: f64): f64 {
  return Math.floor(value / quantum + 0.5) * quantum;
}

/** `value` without its fraction; below 2^31. */
export function truncated(value: f64): i32 {
  return value | 0;
}
