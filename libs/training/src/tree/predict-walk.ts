import { LANES, type CompactTrees } from './predict-compact.js';
import type { WalkedColumn, WalkedTrees } from './predict-input.js';

/**
 * Codes of rows `from` to `from + rowCount`: blocks of `LANES` rows, in each the columns, in each the rows side by side.
 * Rows that the last block lacks are 0: they are walked with the others, and a code left from before could lie beyond
 * every set.
 */
export function fillCodes(
  { columns }: CompactTrees,
  values: WalkedColumn[],
  from: number,
  rowCount: number,
  codes: Uint16Array,
): void {
  const block = columns.length * LANES;
  if (rowCount % LANES !== 0) codes.fill(0, Math.floor(rowCount / LANES) * block, Math.ceil(rowCount / LANES) * block);
  columns.forEach(({ feature, ranks, missingCode }, column) => {
    const source = values[feature]!;
    // A feature may have two columns, one for each way of missing values: the ranks are found once.
    const twin = columns.findIndex((other) => other.feature === feature && other.ranks === ranks);
    if (twin < column) copyCodes(source, from, rowCount, codes, block, twin * LANES, column * LANES, missingCode);
    else if (ranks) ranks.fill(source, from, rowCount, codes, block, column * LANES, missingCode);
    else fillCategories(source, from, rowCount, codes, block, column * LANES, missingCode);
  });
}

function fillCategories(
  source: WalkedColumn,
  from: number,
  rowCount: number,
  codes: Uint16Array,
  block: number,
  place: number,
  missingCode: number,
): void {
  for (let row = 0; row < rowCount; row++) {
    const value = source[from + row]!;
    codes[(row >>> 3) * block + place + (row & 7)] = value === value ? value : missingCode;
  }
}

function copyCodes(
  source: WalkedColumn,
  from: number,
  rowCount: number,
  codes: Uint16Array,
  block: number,
  twin: number,
  place: number,
  missingCode: number,
): void {
  for (let row = 0; row < rowCount; row++) {
    const value = source[from + row]!;
    const at = (row >>> 3) * block + (row & 7);
    codes[at + place] = value === value ? codes[at + twin]! : missingCode;
  }
}

/** Adds to `sums` the leaf values of the rows in `codes`, in the order of the trees. */
export function addLeaves(
  trees: WalkedTrees,
  compact: CompactTrees,
  codes: Uint16Array,
  rowCount: number,
  sums: Float64Array,
): void {
  if (compact.hasSets) return addLeavesWithSets(trees, compact, codes, rowCount, sums);
  const { nodes, roots } = compact;
  const block = compact.columns.length * LANES;
  const leaves = new LeafSums(trees, sums);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    leaves.begin(tree);
    let row = 0;
    for (; row + 4 <= rowCount; row += 4) {
      const at = (row >>> 3) * block + (row & 7);
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
        // The limit minus the code is below zero, its top bit set, where the row goes right.
        const nextA = nodes[a + 1]! + ((((wordA >>> 16) - codes[at + (wordA & 0xffff)]!) >>> 31) << 1);
        const nextB = nodes[b + 1]! + ((((wordB >>> 16) - codes[at + (wordB & 0xffff) + 1]!) >>> 31) << 1);
        const nextC = nodes[c + 1]! + ((((wordC >>> 16) - codes[at + (wordC & 0xffff) + 2]!) >>> 31) << 1);
        const nextD = nodes[d + 1]! + ((((wordD >>> 16) - codes[at + (wordD & 0xffff) + 3]!) >>> 31) << 1);
        moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
        a = nextA;
        b = nextB;
        c = nextC;
        d = nextD;
      } while (moved !== 0);
      leaves.add(row, a);
      leaves.add(row + 1, b);
      leaves.add(row + 2, c);
      leaves.add(row + 3, d);
    }
    for (; row < rowCount; row++) leaves.add(row, leafOf(nodes, codes, root, (row >>> 3) * block + (row & 7)));
  }
}

/** Walks one row, at place `at` of the codes, from `root`; returns 2 * the leaf's node number. */
function leafOf(nodes: Int32Array, codes: Uint16Array, root: number, at: number): number {
  let node = root;
  for (;;) {
    const word = nodes[node]!;
    const next = nodes[node + 1]! + ((((word >>> 16) - codes[at + (word & 0xffff)]!) >>> 31) << 1);
    if (next === node) return node;
    node = next;
  }
}

function addLeavesWithSets(
  trees: WalkedTrees,
  { nodes, roots, columns, rightSets, setWords }: CompactTrees,
  codes: Uint16Array,
  rowCount: number,
  sums: Float64Array,
): void {
  const block = columns.length * LANES;
  const leaves = new LeafSums(trees, sums);
  for (let tree = 0; tree < roots.length; tree++) {
    leaves.begin(tree);
    for (let row = 0; row < rowCount; row++) {
      const at = (row >>> 3) * block + (row & 7);
      let node = roots[tree]!;
      for (;;) {
        const word = nodes[node]!;
        const child = nodes[node + 1]!;
        const code = codes[at + (word & 0xffff)]!;
        const limit = word >>> 16;
        const next =
          child >= 0
            ? child + (((limit - code) >>> 31) << 1)
            : ~child + (((rightSets[limit * setWords + (code >>> 5)]! >>> (code & 31)) & 1) << 1);
        if (next === node) break;
        node = next;
      }
      leaves.add(row, node);
    }
  }
}

/** Where leaf values are added up. */
class LeafSums {
  private readonly leafRow: Int32Array;
  private readonly values: Float64Array;
  private readonly leafWidth: number;
  private readonly width: number;
  private readonly targetCount: number;
  private part = 0;

  constructor(
    { leafRow, leafValues, leafWidth, targetCount }: WalkedTrees,
    private readonly sums: Float64Array,
  ) {
    this.leafRow = leafRow;
    this.values = leafValues;
    this.leafWidth = leafWidth;
    this.width = leafWidth * targetCount;
    this.targetCount = targetCount;
  }

  begin(tree: number): void {
    this.part = (tree % this.targetCount) * this.leafWidth;
  }

  /** @param leaf 2 * its node number */
  add(row: number, leaf: number): void {
    const { sums, values, leafWidth } = this;
    const from = this.leafRow[leaf >> 1]! * leafWidth;
    const to = row * this.width + this.part;
    for (let k = 0; k < leafWidth; k++) sums[to + k]! += values[from + k]!;
  }
}
