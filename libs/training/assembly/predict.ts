// The walk of src/tree/predict-walk.ts over linear memory, with nodes of 8 bytes from address 0. Sums are formed in the
// order of the trees, as there. Addresses are in bytes.
// Trees without category sets: u16 place of the column in a block, in bytes | u16 complement of the limit | i32 number
// of the left child. With sets: u16 column's place, in codes | u16 limit | i32 address of the left child, below zero
// (complement) in a category split.

/** Set in the number of a leaf that is its own child: a row that has taken a step there has arrived. Addresses lack it. */
const ARRIVED: i32 = 1 << 30;

/** Where a row goes from node `at`; `row` is the address of its first code. */
// @ts-ignore: decorator
@inline
function step(at: i32, row: i32): i32 {
  const node = load<u64>(at << 3);
  const code = <u64>load<u16>(row + (<i32>node & 0xffff));
  // Where the code exceeds the limit, the sum carries one to the number of the left child above it.
  return <i32>(((node >>> 16) + code) >>> 16);
}

let sets: i32 = 0;
let setBytes: i32 = 0;

/** Where a row goes from the node at address `at`, by number or set: both tests are made, one is taken, without a branch. */
// @ts-ignore: decorator
@inline
function stepWithSets(at: i32, row: i32): i32 {
  const code = <i32>load<u16>(row + ((<i32>load<u16>(at)) << 1));
  const limit = <i32>load<u16>(at, 2);
  const child = load<i32>(at, 4);
  const isSet = child >> 31;
  const bits = <i32>load<u8>(sets + (limit & isSet) * setBytes + ((code >>> 3) & isSet));
  return (child ^ isSet) + select<i32>(((bits >>> (code & 7)) & 1) << 3, ((limit - code) >>> 28) & 8, isSet != 0);
}

// @ts-ignore: decorator
@inline
function add(sum: i32, leafRow: i32, leafValues: i32, at: i32, leafBytes: i32): void {
  const from = leafValues + load<i32>(leafRow + (at << 2)) * leafBytes;
  if (leafBytes == 16) v128.store(sum, f64x2.add(v128.load(sum), v128.load(from)));
  else if (leafBytes == 8) store<f64>(sum, load<f64>(sum) + load<f64>(from));
  else for (let k = 0; k < leafBytes; k += 8) store<f64>(sum + k, load<f64>(sum + k) + load<f64>(from + k));
}

// The first four levels of a tree, its nodes numbered as in a heap (children of k: 2k + 1 and 2k + 2): addresses of the
// 15 columns within a block (u32), the number of further steps to take (see addBlocks), the 15 limits (eight times each), then the numbers of the 16 nodes below.
const TOP_STEPS: i32 = 60;
const TOP_LIMITS: i32 = 64;
const TOP_NODES: i32 = 64 + 15 * 16;
const TOP_BYTES: i32 = TOP_NODES + 64;

/** Which of the block's rows go left at node `k` of the top, as a mask. */
// @ts-ignore: decorator
@inline
function leftAt(top: i32, row: i32, k: i32): v128 {
  const codes = v128.load(row + load<i32>(top + (k << 2)));
  const limits = v128.load(top + TOP_LIMITS + (k << 4));
  return i16x8.eq(i16x8.max_u(codes, limits), limits);
}

/**
 * Whole blocks of eight rows, tree by tree: the first four levels for all rows at once, then row beside row: as many
 * steps as a low tree has levels left, or, where the number is below zero, its complement and then until all arrived.
 * `tops` holds `TOP_BYTES` a tree.
 */
export function addBlocks(
  tops: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  codes: i32,
  blockBytes: i32,
  blocks: i32,
  sums: i32,
): void {
  const width = leafBytes * targetCount;
  for (let tree = 0; tree < treeCount; tree++) {
    const top = tops + tree * TOP_BYTES;
    const steps = load<i32>(top, TOP_STEPS);
    const isDeep = steps < 0;
    const certain = isDeep ? ~steps : steps;
    let row = codes;
    let sum = sums + (tree % targetCount) * leafBytes;
    for (let block = 0; block < blocks; block++) {
      const left0 = leftAt(top, row, 0);
      const left1 = leftAt(top, row, 1);
      const left3 = leftAt(top, row, 3);
      const left7 = leftAt(top, row, 7);
      const left8 = leftAt(top, row, 8);
      const level0 = v128.bitselect(left7, left8, left3);
      const left4 = leftAt(top, row, 4);
      const left9 = leftAt(top, row, 9);
      const left10 = leftAt(top, row, 10);
      const level1 = v128.bitselect(left9, left10, left4);
      const level2 = v128.bitselect(left3, left4, left1);
      const level3 = v128.bitselect(level0, level1, left1);
      const left2 = leftAt(top, row, 2);
      const left5 = leftAt(top, row, 5);
      const left11 = leftAt(top, row, 11);
      const left12 = leftAt(top, row, 12);
      const level4 = v128.bitselect(left11, left12, left5);
      const left6 = leftAt(top, row, 6);
      const left13 = leftAt(top, row, 13);
      const left14 = leftAt(top, row, 14);
      const level5 = v128.bitselect(left13, left14, left6);
      const level6 = v128.bitselect(left5, left6, left2);
      const level7 = v128.bitselect(level4, level5, left2);
      const level8 = v128.bitselect(left1, left2, left0);
      const level9 = v128.bitselect(level2, level6, left0);
      const level10 = v128.bitselect(level3, level7, left0);
      // Four times the number of the node below: a bit is set where the row goes right.
      const below = v128.or(v128.or(v128.or(v128.andnot(i16x8.splat(32), left0), v128.andnot(i16x8.splat(16), level8)), v128.andnot(i16x8.splat(8), level9)), v128.andnot(i16x8.splat(4), level10));
      let a = load<i32>(top + <i32>i16x8.extract_lane_u(below, 0), TOP_NODES);
      let b = load<i32>(top + <i32>i16x8.extract_lane_u(below, 1), TOP_NODES);
      let c = load<i32>(top + <i32>i16x8.extract_lane_u(below, 2), TOP_NODES);
      let d = load<i32>(top + <i32>i16x8.extract_lane_u(below, 3), TOP_NODES);
      let e = load<i32>(top + <i32>i16x8.extract_lane_u(below, 4), TOP_NODES);
      let f = load<i32>(top + <i32>i16x8.extract_lane_u(below, 5), TOP_NODES);
      let g = load<i32>(top + <i32>i16x8.extract_lane_u(below, 6), TOP_NODES);
      let h = load<i32>(top + <i32>i16x8.extract_lane_u(below, 7), TOP_NODES);
      for (let k = 0; k < certain; k++) {
        a = step(a, row);
        b = step(b, row + 2);
        c = step(c, row + 4);
        d = step(d, row + 6);
        e = step(e, row + 8);
        f = step(f, row + 10);
        g = step(g, row + 12);
        h = step(h, row + 14);
      }
      if (isDeep) {
        do {
          a = step(a, row);
          b = step(b, row + 2);
          c = step(c, row + 4);
          d = step(d, row + 6);
          e = step(e, row + 8);
          f = step(f, row + 10);
          g = step(g, row + 12);
          h = step(h, row + 14);
        } while (((a & b & c & d & e & f & g & h) & ARRIVED) == 0);
      }
      add(sum, leafRow, leafValues, a, leafBytes);
      add(sum + width, leafRow, leafValues, b, leafBytes);
      add(sum + 2 * width, leafRow, leafValues, c, leafBytes);
      add(sum + 3 * width, leafRow, leafValues, d, leafBytes);
      add(sum + 4 * width, leafRow, leafValues, e, leafBytes);
      add(sum + 5 * width, leafRow, leafValues, f, leafBytes);
      add(sum + 6 * width, leafRow, leafValues, g, leafBytes);
      add(sum + 7 * width, leafRow, leafValues, h, leafBytes);
      sum += 8 * width;
      row += blockBytes;
    }
  }
}

/** One row, four trees at a time. */
export function addRow(
  roots: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  row: i32,
  sum: i32,
): void {
  let tree = 0;
  for (; tree + 4 <= treeCount; tree += 4) {
    let a = load<i32>(roots + (tree << 2));
    let b = load<i32>(roots + (tree << 2), 4);
    let c = load<i32>(roots + (tree << 2), 8);
    let d = load<i32>(roots + (tree << 2), 12);
    do {
      a = step(a, row);
      b = step(b, row);
      c = step(c, row);
      d = step(d, row);
    } while (((a & b & c & d) & ARRIVED) == 0);
    add(sum + (tree % targetCount) * leafBytes, leafRow, leafValues, a, leafBytes);
    add(sum + ((tree + 1) % targetCount) * leafBytes, leafRow, leafValues, b, leafBytes);
    add(sum + ((tree + 2) % targetCount) * leafBytes, leafRow, leafValues, c, leafBytes);
    add(sum + ((tree + 3) % targetCount) * leafBytes, leafRow, leafValues, d, leafBytes);
  }
  for (; tree < treeCount; tree++) {
    let at = load<i32>(roots + (tree << 2));
    while ((at & ARRIVED) == 0) at = step(at, row);
    add(sum + (tree % targetCount) * leafBytes, leafRow, leafValues, at, leafBytes);
  }
}

/** Rows of trees with category sets, at `setsAt`, `bytesOfSet` each; four rows of a block at a time. */
export function addBlocksWithSets(
  roots: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  codes: i32,
  blockBytes: i32,
  blocks: i32,
  sums: i32,
  setsAt: i32,
  bytesOfSet: i32,
): void {
  sets = setsAt;
  setBytes = bytesOfSet;
  const width = leafBytes * targetCount;
  for (let tree = 0; tree < treeCount; tree++) {
    const root = load<i32>(roots + (tree << 2));
    let sum = sums + (tree % targetCount) * leafBytes;
    for (let half = 0; half < 2 * blocks; half++) {
      const row = codes + (half >>> 1) * blockBytes + ((half & 1) << 3);
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let moved = 0;
      do {
        let next = stepWithSets(a, row);
        moved = next ^ a;
        a = next;
        next = stepWithSets(b, row + 2);
        moved |= next ^ b;
        b = next;
        next = stepWithSets(c, row + 4);
        moved |= next ^ c;
        c = next;
        next = stepWithSets(d, row + 6);
        moved |= next ^ d;
        d = next;
      } while (moved != 0);
      add(sum, leafRow, leafValues, a >>> 3, leafBytes);
      add(sum + width, leafRow, leafValues, b >>> 3, leafBytes);
      add(sum + 2 * width, leafRow, leafValues, c >>> 3, leafBytes);
      add(sum + 3 * width, leafRow, leafValues, d >>> 3, leafBytes);
      sum += 4 * width;
    }
  }
}

// A job that threads share: words from its address on.
const NEXT: i32 = 0;
const READY: i32 = 4;
const CHUNKS: i32 = 8;
const CHUNK_BLOCKS: i32 = 12;
const BLOCKS: i32 = 16;
const TREES: i32 = 20;
const TOPS: i32 = 24;
const ROOTS: i32 = 28;
const LEAF_ROW: i32 = 32;
const LEAF_VALUES: i32 = 36;
const LEAF_BYTES: i32 = 40;
const TARGETS: i32 = 44;
const CODES: i32 = 48;
const BLOCK_BYTES: i32 = 52;
const SUMS: i32 = 56;
const SETS: i32 = 60;
const SET_BYTES: i32 = 64;

/**
 * Draws chunks of blocks until none is left, waiting for those whose codes are not `READY` yet, and sums their rows.
 * A chunk's rows belong to one thread, so that no sum depends on the threads.
 */
export function runChunks(job: i32): void {
  const chunks = load<i32>(job, CHUNKS);
  const chunkBlocks = load<i32>(job, CHUNK_BLOCKS);
  const blockBytes = load<i32>(job, BLOCK_BYTES);
  const leafBytes = load<i32>(job, LEAF_BYTES);
  const targets = load<i32>(job, TARGETS);
  const setBytes = load<i32>(job, SET_BYTES);
  const sumBytes = 8 * leafBytes * targets;
  for (;;) {
    const chunk = atomic.add<i32>(job + NEXT, 1);
    if (chunk >= chunks) return;
    for (let ready = atomic.load<i32>(job + READY); ready <= chunk; ready = atomic.load<i32>(job + READY)) {
      atomic.wait<i32>(job + READY, ready, -1);
    }
    const from = chunk * chunkBlocks;
    const blocks = min(chunkBlocks, load<i32>(job, BLOCKS) - from);
    const codes = load<i32>(job, CODES) + from * blockBytes;
    const sums = load<i32>(job, SUMS) + from * sumBytes;
    memory.fill(sums, 0, blocks * sumBytes);
    if (setBytes > 0) {
      addBlocksWithSets(load<i32>(job, ROOTS), load<i32>(job, TREES), load<i32>(job, LEAF_ROW), load<i32>(job, LEAF_VALUES), leafBytes, targets, codes, blockBytes, blocks, sums, load<i32>(job, SETS), setBytes);
    } else {
      addBlocks(load<i32>(job, TOPS), load<i32>(job, TREES), load<i32>(job, LEAF_ROW), load<i32>(job, LEAF_VALUES), leafBytes, targets, codes, blockBytes, blocks, sums);
    }
  }
}
