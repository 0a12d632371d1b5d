import type { CartNode } from 'ml-cart';
import { PROBABILITY_QUANTUM, type TreeEnsemble } from '../tree/tree-ensemble.js';

/** A tree of ml-cart and, by its own column numbers, the columns of the table. */
export interface CartTree {
  root: CartNode;
  columns: number[];
}

/**
 * Trees of ml-cart as our own, which decide every row alike: `value < splitValue` is `value <= the double below it`.
 * @param fills what stands for a missing value in each column: it goes where that value goes
 * @param vote leaves vote for their most frequent class, as ml-random-forest counts them, else they keep its shares
 */
export function cartEnsemble(trees: CartTree[], classCount: number, fills: number[], vote: boolean): TreeEnsemble {
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const missingLeft: number[] = [];
  const next: number[] = [];
  const leaves: number[] = [];
  for (let c = 0; c < classCount; c++) for (let d = 0; d < classCount; d++) leaves.push(c === d ? 1 : 0);

  const add = () => {
    threshold.push(0);
    missingLeft.push(0);
    next.push(0);
    return feature.push(-1) - 1;
  };
  for (const { root, columns } of trees) {
    const waiting: [CartNode, number][] = [[root, add()]];
    roots.push(waiting[0]![1]);
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const [{ left, right, splitColumn, splitValue, distribution }, at] = node;
      if (left && right) {
        feature[at] = columns[splitColumn!]!;
        threshold[at] = nextBelow(splitValue!);
        missingLeft[at] = fills[feature[at]!]! < splitValue! ? 1 : 0;
        next[at] = add();
        waiting.push([right, add()], [left, next[at]!]);
        continue;
      }
      const shares = distribution!.to1DArray();
      const top = shares.indexOf(Math.max(...shares));
      if (vote || shares[top] === 1) {
        next[at] = top;
        continue;
      }
      next[at] = leaves.length / classCount;
      for (let c = 0; c < classCount; c++) {
        leaves.push(Math.round((shares[c] ?? 0) / PROBABILITY_QUANTUM) * PROBABILITY_QUANTUM);
      }
    }
  }
  return {
    classCount,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    // No bins were seen: models of this origin predict from values alone.
    splitBin: new Uint8Array(feature.length),
    missingLeft: Uint8Array.from(missingLeft),
    next: Int32Array.from(next),
    leafProbabilities: Float64Array.from(leaves),
  };
}

/** The largest double below a finite one. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0]! += value > 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0]!;
}
