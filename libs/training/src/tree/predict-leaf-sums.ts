import { allFinite } from '../binning/all-finite.js';
import { compactTrees, LANES, type CompactTrees } from './predict-compact.js';
import type { WalkedColumn, WalkedTrees } from './predict-input.js';
import { addLeavesPlainly } from './predict-reference.js';
import { addLeaves, fillCodes } from './predict-walk.js';
import { wasmWalk } from './predict-wasm.js';

/** Codes of the rows walked at once: they stay in the second-level cache while every tree passes by. */
const CHUNK_CODES = 1 << 18;
/** Codes that are in memory at once where threads share them. */
const SHARED_CODES = 1 << 23;
/** Below so many rows x trees, waking threads costs more than it saves: some milliseconds of walking. */
const SMALL_JOB = 100_000;
const MAX_THREADS = 64;

interface Prepared {
  /** Walks done plainly so far, over all calls. */
  walks: number;
  /** Null where the trees do not fit the compact form. */
  compact?: CompactTrees | null;
}

const preparedFor = new WeakMap<WalkedTrees, Prepared>();

/**
 * Sum over the trees of the value of the leaf that each row reaches, in the order of the trees.
 *
 * The trees' compact form is made once and kept while the trees live; as making it costs about as much as a plain walk
 * for every node, the first walks, up to that number, are plain ones. Both give the same bits.
 *
 * @param columns one a feature of the trees
 * @param threads the sums do not depend on it
 * @returns row-major, `rowCount` x (`leafWidth * targetCount`)
 */
export function leafSums(trees: WalkedTrees, columns: WalkedColumn[], rowCount: number, threads = 1): Float64Array {
  const width = trees.leafWidth * trees.targetCount;
  const sums = new Float64Array(rowCount * width);
  const compact = prepared(trees, columns, rowCount);
  if (!compact) {
    addLeavesPlainly(trees, columns, rowCount, sums);
    return sums;
  }
  const kernel = wasmWalk(trees, compact);
  const isShared = kernel !== null && threads > 1 && rowCount * trees.roots.length >= SMALL_JOB;
  const held = isShared ? SHARED_CODES : CHUNK_CODES;
  const chunk = Math.max(1024, Math.floor(held / (compact.columns.length + 1) / LANES) * LANES);
  const blocks = Math.ceil(Math.min(chunk, rowCount) / LANES);
  const codes = new Uint16Array(kernel ? 0 : blocks * LANES * compact.columns.length);
  for (let from = 0; from < rowCount; from += chunk) {
    const size = Math.min(chunk, rowCount - from);
    const part = sums.subarray(from * width, (from + size) * width);
    if (isShared) kernel.sumOnThreads(columns, from, size, part, Math.min(threads, MAX_THREADS));
    else if (kernel) kernel.sum(columns, from, size, part);
    else {
      fillCodes(compact, columns, from, size, codes);
      addLeaves(trees, compact, codes, size, part);
    }
  }
  return sums;
}

function prepared(trees: WalkedTrees, columns: WalkedColumn[], rowCount: number): CompactTrees | null {
  let state = preparedFor.get(trees);
  if (!state) preparedFor.set(trees, (state = { walks: 0 }));
  if (state.compact === undefined) {
    state.walks += rowCount * trees.roots.length;
    if (state.walks < trees.feature.length) return null;
    return (state.compact = compactTrees(trees, mayLackValues(columns)));
  }
  // Made again at most once, so that rows with and without gaps may come in turns.
  if (state.compact && !state.compact.hasMissing && mayLackValues(columns)) state.compact = compactTrees(trees, true);
  return state.compact;
}

/** True where a value is missing or infinite. */
function mayLackValues(columns: WalkedColumn[]): boolean {
  return !columns.every(allFinite);
}
