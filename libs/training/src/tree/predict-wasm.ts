import { LANES, type CompactTrees } from './predict-compact.js';
import type { WalkedColumn, WalkedTrees } from './predict-input.js';
import { fillCodes } from './predict-walk.js';
import { CallPool } from './pool.js';
import { compileWasm } from '../compile-wasm.js';
import { WASM_BASE64 } from './predict-wasm-bytes.js';

interface WalkExports {
  addBlocks(...numbers: number[]): void;
  addBlocksWithSets(...numbers: number[]): void;
  addRow(...numbers: number[]): void;
  runChunks(job: number): void;
}

const PAGE = 65_536;
/** See assembly/predict.ts. */
const ARRIVED = 1 << 30;
const MAXIMUM_PAGES = 32_768;
/** assembly/predict.ts has the form of a tree's top: columns, limits, nodes below. */
const TOP = { levels: 4, nodes: 15, steps: 60, limits: 64, below: 304, bytes: 368 } as const;
/** Steps taken before the kernel begins to ask whether all rows have arrived. */
const CERTAIN_STEPS = 8;
/** First words of a job for threads, see assembly/predict.ts; and its size. */
const JOB = { next: 0, ready: 1, bytes: 68 } as const;
/** Chunks a thread, so that one that is held up leaves work to the others. */
const CHUNKS_PER_THREAD = 4;
const LEAST_CHUNK_BLOCKS = 32;
/** Codes of the rows walked at once: they stay in the second-level cache while every tree passes by. */
const CHUNK_BYTES = 1 << 19;
/** Larger trees are walked by the TypeScript kernel. */
const MAX_BYTES = 1 << 30;
/** So that a column's place in a block, in bytes, has 16 bits. */
const MAX_COLUMNS = 65_536 / (2 * LANES);
/** A memory that grew beyond this is not kept for the next trees. */
const KEPT_BYTES = 1 << 26;

let compiled: WebAssembly.Module | null | undefined;
let current: WasmWalk | null = null;

/**
 * The WebAssembly kernel holding these trees; null where the machine has no WebAssembly with vectors, or the trees are
 * too large. There is one a thread: it keeps the last trees, so that one row after the other finds them in place.
 */
export function wasmWalk(trees: WalkedTrees, compact: CompactTrees): WasmWalk | null {
  if (compiled === undefined) compiled = typeof SharedArrayBuffer === 'function' ? compileWasm(WASM_BASE64) : null;
  if (!compiled) return null;
  if (current?.compact === compact) return current;
  if (WasmWalk.bytesOf(trees, compact) > MAX_BYTES || compact.columns.length > MAX_COLUMNS) return null;
  if (!current || current.memory.buffer.byteLength > KEPT_BYTES) {
    current?.close();
    current = new WasmWalk(compiled);
  }
  current.hold(trees, compact);
  return current;
}

/** Trees in the kernel's memory; assembly/predict.ts names the layout. After the trees come the codes and the sums. */
export class WasmWalk {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
  compact: CompactTrees | null = null;
  private readonly exports: WalkExports;
  private readonly pool: CallPool;
  private roots = 0;
  private tops = 0;
  private leafRow = 0;
  private leafValues = 0;
  private sets = 0;
  private codes = 0;
  private leafBytes = 0;
  private targetCount = 1;

  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.exports = instance.exports as unknown as WalkExports;
    this.pool = new CallPool(module, this.memory, 'runChunks');
  }

  static bytesOf(trees: WalkedTrees, compact: CompactTrees): number {
    const words =
      compact.nodes.length +
      trees.leafRow.length +
      (1 + TOP.bytes / 4) * compact.roots.length +
      compact.rightSets.length;
    return 4 * words + 8 * trees.leafValues.length;
  }

  hold(trees: WalkedTrees, compact: CompactTrees): void {
    this.compact = null;
    const { nodes } = compact;
    this.leafValues = aligned(4 * nodes.length);
    this.leafRow = aligned(this.leafValues + 8 * trees.leafValues.length);
    this.roots = aligned(this.leafRow + 4 * trees.leafRow.length);
    this.tops = aligned(this.roots + 4 * compact.roots.length);
    this.sets = aligned(this.tops + TOP.bytes * compact.roots.length);
    this.codes = aligned(this.sets + 4 * compact.rightSets.length);
    this.leafBytes = 8 * trees.leafWidth;
    this.targetCount = trees.targetCount;
    this.reserve(this.codes);
    const words = new Int32Array(this.memory.buffer);
    for (let at = 0; at < nodes.length; at += 2) {
      const word = nodes[at]!;
      const child = nodes[at + 1]!;
      if (compact.hasSets) {
        words[at] = word;
        words[at + 1] = child >= 0 ? 4 * child : ~(4 * ~child);
      } else {
        words[at] = (2 * (word & 0xffff)) | (~word & 0xffff0000);
        words[at + 1] = child === at ? (at / 2) | ARRIVED : child / 2;
      }
    }
    new Float64Array(this.memory.buffer, this.leafValues).set(trees.leafValues);
    words.set(trees.leafRow, this.leafRow / 4);
    for (let tree = 0; tree < compact.roots.length; tree++)
      words[this.roots / 4 + tree] = (compact.hasSets ? 4 : 0.5) * compact.roots[tree]!;
    words.set(compact.rightSets, this.sets / 4);
    if (!compact.hasSets)
      compact.roots.forEach((root, tree) => this.holdTop(nodes, root, this.tops + tree * TOP.bytes));
    this.compact = compact;
  }

  /** Lays out the first four levels of a tree; where it is lower, its leaves stand for the nodes below them. */
  private holdTop(nodes: Int32Array, root: number, top: number): void {
    const words = new Int32Array(this.memory.buffer);
    const codes = new Uint16Array(this.memory.buffer);
    const below = new Int32Array(2 * TOP.nodes + 1);
    below[0] = root;
    for (let k = 0; k < TOP.nodes; k++) {
      const node = below[k]!;
      const word = nodes[node]!;
      const child = nodes[node + 1]!;
      words[top / 4 + k] = 2 * (word & 0xffff);
      codes.fill(word >>> 16, (top + TOP.limits) / 2 + 8 * k, (top + TOP.limits) / 2 + 8 * (k + 1));
      below[2 * k + 1] = child;
      below[2 * k + 2] = child === node ? node : child + 2;
    }
    const steps = Math.max(0, depthBelow(nodes, root) - TOP.levels);
    words[(top + TOP.steps) / 4] = steps <= CERTAIN_STEPS ? steps : ~CERTAIN_STEPS;
    for (let k = 0; k <= TOP.nodes; k++) words[(top + TOP.below) / 4 + k] = below[TOP.nodes + k]! / 2;
  }

  /** `leafSums` of rows `from` to `from + rowCount`, written to `sums` from its beginning. */
  sum(columns: WalkedColumn[], from: number, rowCount: number, sums: Float64Array): void {
    const compact = this.compact!;
    const { leafBytes, targetCount, roots, leafRow, leafValues } = this;
    const blockBytes = 2 * LANES * compact.columns.length;
    const blocks = Math.ceil(rowCount / LANES);
    const sumsAt = aligned(this.codes + blocks * blockBytes);
    const rowBytes = leafBytes * targetCount;
    this.reserve(sumsAt + blocks * LANES * rowBytes);
    const { buffer } = this.memory;
    fillCodes(compact, columns, from, rowCount, new Uint16Array(buffer, this.codes, (blocks * blockBytes) / 2));
    const result = new Float64Array(buffer, sumsAt, (blocks * LANES * rowBytes) / 8);
    result.fill(0);
    const fixed = [compact.roots.length, leafRow, leafValues, leafBytes, targetCount] as const;
    if (compact.hasSets) {
      this.exports.addBlocksWithSets(
        roots,
        ...fixed,
        this.codes,
        blockBytes,
        blocks,
        sumsAt,
        this.sets,
        4 * compact.setWords,
      );
    } else {
      const whole = Math.floor(rowCount / LANES);
      this.exports.addBlocks(this.tops, ...fixed, this.codes, blockBytes, whole, sumsAt);
      for (let row = whole * LANES; row < rowCount; row++) {
        const at = this.codes + whole * blockBytes + 2 * (row - whole * LANES);
        this.exports.addRow(roots, ...fixed, at, sumsAt + row * rowBytes);
      }
    }
    sums.set(result.subarray(0, sums.length));
  }

  /** `sum`, its chunks shared out over threads: this one finds the codes, and walks too when all are there. */
  sumOnThreads(columns: WalkedColumn[], from: number, rowCount: number, sums: Float64Array, threads: number): void {
    const compact = this.compact!;
    const { leafBytes, targetCount, roots, leafRow, leafValues } = this;
    const blockBytes = 2 * LANES * compact.columns.length;
    const allBlocks = Math.ceil(rowCount / LANES);
    // Without sets a last block that is not full is walked row by row.
    const blocks = compact.hasSets ? allBlocks : Math.floor(rowCount / LANES);
    const chunkBlocks = Math.max(
      LEAST_CHUNK_BLOCKS,
      Math.min(Math.ceil(blocks / (CHUNKS_PER_THREAD * threads)), Math.floor(CHUNK_BYTES / (blockBytes + 1))),
    );
    const chunks = Math.ceil(blocks / chunkBlocks);
    const rowBytes = leafBytes * targetCount;
    const codesAt = aligned(this.codes + JOB.bytes);
    const sumsAt = aligned(codesAt + allBlocks * blockBytes);
    this.reserve(sumsAt + allBlocks * LANES * rowBytes);
    const { buffer } = this.memory;
    // prettier-ignore
    new Int32Array(buffer, this.codes, JOB.bytes / 4).set([
      0, 0, chunks, chunkBlocks, blocks, compact.roots.length, this.tops, roots, leafRow, leafValues, leafBytes,
      targetCount, codesAt, blockBytes, sumsAt, this.sets, compact.hasSets ? 4 * compact.setWords : 0,
    ]);
    const words = new Int32Array(buffer, this.codes, 2);
    const ready = (count: number) => {
      Atomics.store(words, JOB.ready, count);
      Atomics.notify(words, JOB.ready);
    };
    this.pool.start(Math.min(threads - 1, chunks - 1), this.codes);
    try {
      for (let chunk = 0, row = 0; row < rowCount; chunk++) {
        const size = chunk + 1 < chunks ? chunkBlocks * LANES : rowCount - row;
        const length = (Math.ceil(size / LANES) * blockBytes) / 2;
        const codes = new Uint16Array(buffer, codesAt + (row / LANES) * blockBytes, length);
        fillCodes(compact, columns, from + row, size, codes);
        row += size;
        ready(chunk + 1);
      }
      this.exports.runChunks(this.codes);
    } catch (error) {
      // No thread may wait for codes that never come.
      Atomics.store(words, JOB.next, chunks);
      ready(chunks);
      this.pool.finish();
      throw error;
    }
    this.pool.finish();
    new Uint8Array(buffer, sumsAt + blocks * LANES * rowBytes, (allBlocks - blocks) * LANES * rowBytes).fill(0);
    const fixed = [compact.roots.length, leafRow, leafValues, leafBytes, targetCount] as const;
    for (let row = blocks * LANES; row < rowCount; row++) {
      const at = codesAt + blocks * blockBytes + 2 * (row - blocks * LANES);
      this.exports.addRow(roots, ...fixed, at, sumsAt + row * rowBytes);
    }
    sums.set(new Float64Array(buffer, sumsAt, sums.length));
  }

  close(): void {
    this.pool.close();
  }

  private reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }
}

/** The next address that every kind of value may begin at. */
const aligned = (bytes: number) => (bytes + 15) & ~15;

/** Levels of splits under a node. */
function depthBelow(nodes: Int32Array, node: number): number {
  let depth = 0;
  let level = [node];
  for (;;) {
    const lower: number[] = [];
    for (const at of level) {
      const child = nodes[at + 1]!;
      if (child !== at) lower.push(child, child + 2);
    }
    if (lower.length === 0) return depth;
    depth++;
    level = lower;
  }
}
