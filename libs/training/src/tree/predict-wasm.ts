import { LANES, type CompactTrees } from './predict-compact.js';
import type { WalkedColumn, WalkedTrees } from './predict-input.js';
import { fillCodes } from './predict-walk.js';
import { WASM_BASE64 } from './predict-wasm-bytes.js';

interface WalkExports {
  addBlocks(...numbers: number[]): void;
  addBlocksWithSets(...numbers: number[]): void;
  addRow(...numbers: number[]): void;
}

const PAGE = 65_536;
/** Larger trees are walked by the TypeScript kernel. */
const MAX_BYTES = 1 << 30;
/** A memory that grew beyond this is not kept for the next trees. */
const KEPT_BYTES = 1 << 26;

let compiled: WebAssembly.Module | null | undefined;
let current: WasmWalk | null = null;

/**
 * The WebAssembly kernel holding these trees; null where the machine has no WebAssembly with vectors, or the trees are
 * too large. There is one a thread: it keeps the last trees, so that one row after the other finds them in place.
 */
export function wasmWalk(trees: WalkedTrees, compact: CompactTrees): WasmWalk | null {
  if (compiled === undefined) compiled = compile();
  if (!compiled) return null;
  if (current?.compact === compact) return current;
  if (WasmWalk.bytesOf(trees, compact) > MAX_BYTES) return null;
  if (!current || current.memory.buffer.byteLength > KEPT_BYTES) current = new WasmWalk(compiled);
  current.hold(trees, compact);
  return current;
}

function compile(): WebAssembly.Module | null {
  const bytes = Uint8Array.from(atob(WASM_BASE64), (character) => character.charCodeAt(0));
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** Trees in the kernel's memory; assembly/predict.ts names the layout. After the trees come the codes and the sums. */
export class WasmWalk {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  compact: CompactTrees | null = null;
  private readonly exports: WalkExports;
  private roots = 0;
  private leafRow = 0;
  private leafValues = 0;
  private sets = 0;
  private codes = 0;
  private leafBytes = 0;
  private targetCount = 1;

  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.exports = instance.exports as unknown as WalkExports;
  }

  static bytesOf(trees: WalkedTrees, compact: CompactTrees): number {
    const words = compact.nodes.length + trees.leafRow.length + compact.roots.length + compact.rightSets.length;
    return 4 * words + 8 * trees.leafValues.length;
  }

  hold(trees: WalkedTrees, compact: CompactTrees): void {
    this.compact = null;
    const { nodes } = compact;
    this.leafValues = aligned(4 * nodes.length);
    this.leafRow = aligned(this.leafValues + 8 * trees.leafValues.length);
    this.roots = aligned(this.leafRow + 4 * trees.leafRow.length);
    this.sets = aligned(this.roots + 4 * compact.roots.length);
    this.codes = aligned(this.sets + 4 * compact.rightSets.length);
    this.leafBytes = 8 * trees.leafWidth;
    this.targetCount = trees.targetCount;
    this.reserve(this.codes);
    const words = new Int32Array(this.memory.buffer);
    for (let at = 0; at < nodes.length; at += 2) {
      const child = nodes[at + 1]!;
      words[at] = nodes[at]!;
      words[at + 1] = child >= 0 ? 4 * child : ~(4 * ~child);
    }
    new Float64Array(this.memory.buffer, this.leafValues).set(trees.leafValues);
    words.set(trees.leafRow, this.leafRow / 4);
    for (let tree = 0; tree < compact.roots.length; tree++) words[this.roots / 4 + tree] = 4 * compact.roots[tree]!;
    words.set(compact.rightSets, this.sets / 4);
    this.compact = compact;
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
    const fixed = [roots, compact.roots.length, leafRow, leafValues, leafBytes, targetCount] as const;
    if (compact.hasSets) {
      this.exports.addBlocksWithSets(...fixed, this.codes, blockBytes, blocks, sumsAt, this.sets, 4 * compact.setWords);
    } else {
      const whole = Math.floor(rowCount / LANES);
      this.exports.addBlocks(...fixed, this.codes, blockBytes, whole, sumsAt);
      for (let row = whole * LANES; row < rowCount; row++) {
        const at = this.codes + whole * blockBytes + 2 * (row - whole * LANES);
        this.exports.addRow(...fixed, at, sumsAt + row * rowBytes);
      }
    }
    sums.set(result.subarray(0, sums.length));
  }

  private reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }
}

/** The next address that every kind of value may begin at. */
const aligned = (bytes: number) => (bytes + 15) & ~15;
