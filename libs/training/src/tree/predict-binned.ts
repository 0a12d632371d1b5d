import type { BinnedFeatures } from '../binning/bin-features.js';
import { binnedLeaf } from './binned-leaf.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** No bin exceeds it: a leaf goes left, to itself. */
const NO_LIMIT = 255;

/**
 * Sum over the trees of the leaf probabilities that each row reaches by its bins.
 * @param rows positions in the binned table that the trees were fitted on
 * @returns row-major, rows x classes
 */
export function binnedLeafSums(trees: TreeEnsemble, binned: BinnedFeatures, rows: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(rows.length * trees.classCount);
  if (trees.categorySets || binned.hasMissing.some((flag) => flag === 1)) addOneByOne(trees, binned, rows, sums);
  else addFourAbreast(trees, binned, rows, sums);
  return sums;
}

function addOneByOne(trees: TreeEnsemble, binned: BinnedFeatures, rows: ArrayLike<number>, sums: Float64Array): void {
  const { roots } = trees;
  for (let tree = 0; tree < roots.length; tree++) {
    for (let i = 0; i < rows.length; i++) addLeaf(trees, binnedLeaf(trees, roots[tree]!, binned, rows[i]!), sums, i);
  }
}

/** Numbers without gaps: four rows are walked together, so that one does not wait for the loads of another. */
function addFourAbreast(
  trees: TreeEnsemble,
  { bins, rowCount, schema }: BinnedFeatures,
  rows: ArrayLike<number>,
  sums: Float64Array,
): void {
  const { roots, next } = trees;
  const width = schema.length;
  // Row-major; the last ones are walked and not counted.
  const codes = new Uint8Array((rows.length + 3) * width);
  for (let f = 0; f < width; f++) {
    const from = f * rowCount;
    for (let i = 0, at = f; i < rows.length; i++, at += width) codes[at] = bins[from + rows[i]!]!;
  }
  const nodes = limitsAndChildren(trees);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = 2 * roots[tree]!;
    for (let i = 0; i < rows.length; i += 4) {
      const rowA = i * width;
      const rowB = rowA + width;
      const rowC = rowB + width;
      const rowD = rowC + width;
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let moved = 0;
      do {
        const wordA = nodes[a]!;
        const wordB = nodes[b]!;
        const wordC = nodes[c]!;
        const wordD = nodes[d]!;
        // The limit minus the bin is below zero, its top bit set, where the row goes right.
        const nextA = nodes[a + 1]! + ((((wordA & 255) - codes[rowA + (wordA >> 8)]!) >>> 31) << 1);
        const nextB = nodes[b + 1]! + ((((wordB & 255) - codes[rowB + (wordB >> 8)]!) >>> 31) << 1);
        const nextC = nodes[c + 1]! + ((((wordC & 255) - codes[rowC + (wordC >> 8)]!) >>> 31) << 1);
        const nextD = nodes[d + 1]! + ((((wordD & 255) - codes[rowD + (wordD >> 8)]!) >>> 31) << 1);
        moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
        a = nextA;
        b = nextB;
        c = nextC;
        d = nextD;
      } while (moved !== 0);
      addLeaf(trees, next[a >> 1]!, sums, i);
      if (i + 1 < rows.length) addLeaf(trees, next[b >> 1]!, sums, i + 1);
      if (i + 2 < rows.length) addLeaf(trees, next[c >> 1]!, sums, i + 2);
      if (i + 3 < rows.length) addLeaf(trees, next[d >> 1]!, sums, i + 3);
    }
  }
}

/** Two words a node: feature << 8 | the last bin that goes left, and twice the left child's number; a leaf's is its own. */
function limitsAndChildren({ feature, splitBin, next }: TreeEnsemble): Int32Array {
  const nodes = new Int32Array(2 * feature.length);
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node]!;
    nodes[2 * node] = split < 0 ? NO_LIMIT : (split << 8) | splitBin[node]!;
    nodes[2 * node + 1] = 2 * (split < 0 ? node : next[node]!);
  }
  return nodes;
}

/** @param leaf its row in `leafProbabilities`; the first `classCount` of them are pure: all of the weight in one class */
function addLeaf({ leafProbabilities, classCount }: TreeEnsemble, leaf: number, sums: Float64Array, row: number): void {
  const to = row * classCount;
  if (leaf < classCount) {
    sums[to + leaf]! += 1;
    return;
  }
  const from = leaf * classCount;
  for (let c = 0; c < classCount; c++) sums[to + c]! += leafProbabilities[from + c]!;
}
