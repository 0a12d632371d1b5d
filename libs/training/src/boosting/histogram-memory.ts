import type { BinnedFeatures } from '../binning/bin-features.js';
import { MISSING_BIN } from '../binning/missing-bin.js';

/** Features whose bins lie together in one 32-bit word a row, so that a row's gradient is read once for four sums. */
export const BLOCK_WIDTH = 4;
/** Bytes that all histograms together may take; where they do not suffice, sums are made anew, with equal results. */
const HISTOGRAM_BYTES = 64 * 2 ** 20;
/** Two for the children of any node, and two that save sums on the way down. */
const FEWEST_HISTOGRAMS = 4;

/**
 * The working numbers of a fit in one buffer, so that a WebAssembly kernel can share it.
 *
 * A histogram has one cell of two doubles (sum of gradients, sum of hessians) for each bin of each packed feature,
 * and one more a feature for its missing values, at `firstCell[feature] + binCount[feature]`. Gradients are multiples
 * of a common quantum (see `GradientQuantum`), so every sum is exact and no order of addition matters.
 */
export interface HistogramMemory {
  rowCount: number;
  blockCount: number;
  /** Rows in nodes' order, and room for a partition. */
  rows: Int32Array;
  scratch: Int32Array;
  /** Block-major; a row's four bins in one word, the lowest byte first. */
  words: Int32Array;
  bytes: Uint8Array;
  /** By row: gradient, hessian. */
  gradients: Float64Array;
  /** Row-major, rows x targets. */
  margins: Float64Array;
  /** Row-major, rows x targets: see `LogLoss.probabilities`. */
  probabilities: Float64Array;
  /** First cell of each packed feature, in cells; those without a feature point to a cell that nobody reads. */
  firstCell: Int32Array;
  /** Bins of each packed feature, missing ones not counted. */
  binCount: Int32Array;
  cellCount: number;
  histogramCount: number;
  /** `histogramCount` x `cellCount` x 2 */
  sums: Float64Array;
  /** Rows in each cell, where a minimum of rows a leaf is asked for; else empty. */
  counts: Int32Array;
  /** 1 for the bins that go left in the partition at hand, by byte. */
  goesLeft: Uint8Array;
  /** What a search for a split found; see `SPLIT`. */
  found: Float64Array;
}

/** Places in `HistogramMemory.found`. */
export const SPLIT = { score: 0, bin: 1, missingLeft: 2, leftGradient: 3, leftHessian: 4 } as const;

/** Takes room for a fit from a buffer of at least the bytes that it says; called twice: to measure, and to lay out. */
function layOut(
  buffer: ArrayBufferLike | null,
  start: number,
  rowCount: number,
  targetCount: number,
  featureCount: number,
  cells: number,
  histogramCount: number,
  countRows: boolean,
): { end: number; memory: HistogramMemory } {
  let at = Math.ceil(start / 64) * 64;
  const room = buffer ?? new ArrayBuffer(0);
  const place = (bytes: number): number => {
    const from = at;
    at = Math.ceil((at + bytes) / 64) * 64;
    return from;
  };
  const take = <T>(
    make: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
    size: number,
    length: number,
  ): T => {
    const from = place(size * length);
    return buffer ? new make(room, from, length) : new make(room, 0, 0);
  };
  const blockCount = Math.ceil(featureCount / BLOCK_WIDTH);
  const packed = blockCount * BLOCK_WIDTH;
  const wordsAt = place(4 * blockCount * rowCount);
  const memory: HistogramMemory = {
    rowCount,
    blockCount,
    rows: take(Int32Array, 4, rowCount),
    scratch: take(Int32Array, 4, rowCount),
    words: buffer ? new Int32Array(room, wordsAt, blockCount * rowCount) : new Int32Array(0),
    bytes: buffer ? new Uint8Array(room, wordsAt, packed * rowCount) : new Uint8Array(0),
    gradients: take(Float64Array, 8, 2 * rowCount),
    margins: take(Float64Array, 8, targetCount * rowCount),
    probabilities: take(Float64Array, 8, targetCount * rowCount),
    firstCell: take(Int32Array, 4, packed),
    binCount: take(Int32Array, 4, packed),
    cellCount: cells,
    histogramCount,
    sums: take(Float64Array, 8, histogramCount * cells * 2),
    counts: take(Int32Array, 4, countRows ? histogramCount * cells : 0),
    goesLeft: take(Uint8Array, 1, 256),
    found: take(Float64Array, 8, 8),
  };
  return { end: at, memory };
}

export interface MemoryPlan {
  byteLength: number;
  /** @param start byte in `buffer` from which `byteLength` bytes are free */
  on(buffer: ArrayBufferLike, start: number): HistogramMemory;
  /** The same plan with another limit on the bytes of its histograms. */
  within(histogramBytes: number): MemoryPlan;
}

/**
 * @param rowCount rows to train on
 * @param targetCount margins a row
 * @param featureCount features that are packed at a time
 * @param openNodes how many histograms the growth would like to keep
 */
export function planMemory(
  binned: BinnedFeatures,
  rowCount: number,
  targetCount: number,
  featureCount: number,
  openNodes: number,
  countRows: boolean,
  histogramBytes = HISTOGRAM_BYTES,
): MemoryPlan {
  const sizes = binned.low.map((low) => low.length + 1).sort((a, b) => b - a);
  // One more cell, for the places of the last block that have no feature.
  const cells = sizes.slice(0, featureCount).reduce((sum, size) => sum + size, 1);
  const affordable = Math.floor(histogramBytes / (cells * (countRows ? 20 : 16)));
  const histograms = Math.max(FEWEST_HISTOGRAMS, Math.min(openNodes, affordable));
  const lay = (buffer: ArrayBufferLike | null, start: number) =>
    layOut(buffer, start, rowCount, targetCount, featureCount, cells, histograms, countRows);
  return {
    byteLength: lay(null, 0).end + 64,
    on: (buffer, start) => lay(buffer, start).memory,
    within: (bytes) => planMemory(binned, rowCount, targetCount, featureCount, openNodes, countRows, bytes),
  };
}

/**
 * Packs the bins of `features` at `positions` into the memory's words.
 * @param positions rows of `binned`, `memory.rowCount` of them
 */
export function packFeatures(
  memory: HistogramMemory,
  binned: BinnedFeatures,
  positions: ArrayLike<number>,
  features: ArrayLike<number>,
): void {
  const { bytes, firstCell, binCount, rowCount, blockCount, cellCount } = memory;
  let cell = 0;
  for (let packed = 0; packed < blockCount * BLOCK_WIDTH; packed++) {
    const place = Math.floor(packed / BLOCK_WIDTH) * BLOCK_WIDTH * rowCount + (packed % BLOCK_WIDTH);
    if (packed >= features.length) {
      firstCell[packed] = cellCount - 1;
      binCount[packed] = 0;
      for (let i = 0; i < rowCount; i++) bytes[place + i * BLOCK_WIDTH] = 0;
      continue;
    }
    const feature = features[packed]!;
    const column = binned.bins.subarray(feature * binned.rowCount, (feature + 1) * binned.rowCount);
    const size = binned.low[feature]!.length;
    firstCell[packed] = cell;
    binCount[packed] = size;
    cell += size + 1;
    for (let i = 0; i < rowCount; i++) {
      const bin = column[positions[i]!]!;
      bytes[place + i * BLOCK_WIDTH] = bin === MISSING_BIN ? size : bin;
    }
  }
}
