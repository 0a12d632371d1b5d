import { exponentials } from './exponential.js';
import { BLOCK_WIDTH, SPLIT, type HistogramMemory } from './histogram-memory.js';

/** Limits that a split must keep. */
export interface SplitLimits {
  l2Regularization: number;
  /** Least hessian sum of a child. */
  minChildWeight: number;
  /** Least rows of a child. */
  minSamplesLeaf: number;
}

/** The inner loops of boosting over one `HistogramMemory`. Kernels differ in speed only: same numbers, same trees. */
export interface HistogramKernel {
  readonly memory: HistogramMemory;
  /** Sums gradients and hessians of the rows at `start` to `end` into histogram `to`, for one block of features. */
  accumulate(block: number, to: number, start: number, end: number): void;
  /** Takes histogram `part` from `whole`, for one block: what stays in `whole` is the sibling's. */
  subtract(block: number, whole: number, part: number): void;
  /**
   * Finds the best limit on a packed numeric feature: bins up to it go left. The score is G_L^2 / (H_L + l2) +
   * G_R^2 / (H_R + l2); the first of equal scores wins, with missing rows on the right before on the left.
   * @param node gradient sum, hessian sum and rows of the node
   * @returns whether a split better than `score` was found, then described by `memory.found`
   */
  searchNumeric(packed: number, from: number, node: NodeSums, score: number, limits: SplitLimits): boolean;
  /** Orders the rows at `start` to `end` by `memory.goesLeft` of their bin, stably; returns the first right one. */
  partition(packed: number, start: number, end: number): number;
  /** Adds `value` to the target's margin of the rows at `start` to `end`. */
  addToMargins(start: number, end: number, target: number, value: number): void;
  /** e^x of all `memory.probabilities`, in place; see `exponentials`. */
  exponentials(): void;
  /** Ends the use of the memory: another fit may take it. */
  release(): void;
}

export interface NodeSums {
  gradient: number;
  hessian: number;
  count: number;
}

/** The kernel in TypeScript: the reference, and the one used where there is no WebAssembly. */
export class ScalarHistogramKernel implements HistogramKernel {
  constructor(readonly memory: HistogramMemory) {}

  accumulate(block: number, to: number, start: number, end: number): void {
    const { rows, words, gradients, firstCell, binCount, sums, counts, cellCount, rowCount } = this.memory;
    const base = to * cellCount;
    const first = block * BLOCK_WIDTH;
    for (let packed = first; packed < first + BLOCK_WIDTH; packed++) {
      const from = base + firstCell[packed]!;
      sums.fill(0, 2 * from, 2 * (from + binCount[packed]! + 1));
    }
    const a = 2 * (base + firstCell[first]!);
    const b = 2 * (base + firstCell[first + 1]!);
    const c = 2 * (base + firstCell[first + 2]!);
    const d = 2 * (base + firstCell[first + 3]!);
    const row = block * rowCount;
    for (let i = start; i < end; i++) {
      const r = rows[i]!;
      const word = words[row + r]!;
      const gradient = gradients[2 * r]!;
      const hessian = gradients[2 * r + 1]!;
      const ca = a + ((word & 255) << 1);
      const cb = b + ((word >>> 7) & 510);
      const cc = c + ((word >>> 15) & 510);
      const cd = d + ((word >>> 23) & 510);
      sums[ca]! += gradient;
      sums[ca + 1]! += hessian;
      sums[cb]! += gradient;
      sums[cb + 1]! += hessian;
      sums[cc]! += gradient;
      sums[cc + 1]! += hessian;
      sums[cd]! += gradient;
      sums[cd + 1]! += hessian;
    }
    if (counts.length > 0) this.countRows(block, to, start, end);
  }

  subtract(block: number, whole: number, part: number): void {
    const { sums, counts, firstCell, binCount, cellCount } = this.memory;
    const first = block * BLOCK_WIDTH;
    for (let packed = first; packed < first + BLOCK_WIDTH; packed++) {
      const cells = binCount[packed]! + 1;
      const to = whole * cellCount + firstCell[packed]!;
      const from = part * cellCount + firstCell[packed]!;
      for (let i = 0; i < 2 * cells; i++) sums[2 * to + i]! -= sums[2 * from + i]!;
    }
    if (counts.length > 0) this.subtractCounts(block, whole, part);
  }

  subtractCounts(block: number, whole: number, part: number): void {
    const { counts, firstCell, binCount, cellCount } = this.memory;
    for (let packed = block * BLOCK_WIDTH; packed < (block + 1) * BLOCK_WIDTH; packed++) {
      const to = whole * cellCount + firstCell[packed]!;
      const from = part * cellCount + firstCell[packed]!;
      for (let i = 0; i <= binCount[packed]!; i++) counts[to + i]! -= counts[from + i]!;
    }
  }

  searchNumeric(packed: number, from: number, node: NodeSums, score: number, limits: SplitLimits): boolean {
    const { sums, counts, firstCell, binCount, cellCount, found } = this.memory;
    const { l2Regularization: l2, minChildWeight, minSamplesLeaf } = limits;
    const cell = from * cellCount + firstCell[packed]!;
    const bins = binCount[packed]!;
    const hasCounts = counts.length > 0;
    const missing = sums[2 * (cell + bins) + 1]! > 0;
    let best = score;
    let isFound = false;
    for (let missingLeft = 0; missingLeft <= (missing ? 1 : 0); missingLeft++) {
      let gradient = missingLeft ? sums[2 * (cell + bins)]! : 0;
      let hessian = missingLeft ? sums[2 * (cell + bins) + 1]! : 0;
      let count = missingLeft && hasCounts ? counts[cell + bins]! : 0;
      for (let bin = 0; bin < bins; bin++) {
        const at = 2 * (cell + bin);
        if (sums[at + 1] === 0) continue;
        gradient += sums[at]!;
        hessian += sums[at + 1]!;
        if (hasCounts) {
          count += counts[cell + bin]!;
          if (count < minSamplesLeaf) continue;
          if (node.count - count < minSamplesLeaf) break;
        }
        if (hessian < minChildWeight) continue;
        const rightHessian = node.hessian - hessian;
        if (rightHessian <= 0 || rightHessian < minChildWeight) break;
        const rightGradient = node.gradient - gradient;
        const value = (gradient * gradient) / (hessian + l2) + (rightGradient * rightGradient) / (rightHessian + l2);
        if (value > best) {
          best = value;
          isFound = true;
          found[SPLIT.score] = value;
          found[SPLIT.bin] = bin;
          found[SPLIT.missingLeft] = missingLeft;
          found[SPLIT.leftGradient] = gradient;
          found[SPLIT.leftHessian] = hessian;
        }
      }
    }
    return isFound;
  }

  partition(packed: number, start: number, end: number): number {
    const { rows, scratch, bytes, goesLeft, rowCount } = this.memory;
    const base = Math.floor(packed / BLOCK_WIDTH) * BLOCK_WIDTH * rowCount + (packed % BLOCK_WIDTH);
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      const isLeft = goesLeft[bytes[base + row * BLOCK_WIDTH]!]!;
      // Both are written, one counts: no branch to mispredict. `left` never passes `i`.
      rows[left] = row;
      scratch[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    for (let i = 0; i < right; i++) rows[left + i] = scratch[i]!;
    return left;
  }

  addToMargins(start: number, end: number, target: number, value: number): void {
    const { rows, margins, rowCount } = this.memory;
    const targetCount = margins.length / rowCount;
    for (let i = start; i < end; i++) margins[rows[i]! * targetCount + target]! += value;
  }

  exponentials(): void {
    const { probabilities } = this.memory;
    exponentials(probabilities, probabilities.length);
  }

  release(): void {}

  countRows(block: number, to: number, start: number, end: number): void {
    const { rows, bytes, firstCell, binCount, counts, cellCount, rowCount } = this.memory;
    for (let lane = 0; lane < BLOCK_WIDTH; lane++) {
      const cell = to * cellCount + firstCell[block * BLOCK_WIDTH + lane]!;
      counts.fill(0, cell, cell + binCount[block * BLOCK_WIDTH + lane]! + 1);
      const column = block * BLOCK_WIDTH * rowCount + lane;
      for (let i = start; i < end; i++) counts[cell + bytes[column + rows[i]! * BLOCK_WIDTH]!]!++;
    }
  }
}
