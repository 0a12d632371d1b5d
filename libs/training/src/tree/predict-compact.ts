import type { WalkedTrees } from './predict-input.js';
import { ThresholdRanks } from './predict-ranks.js';

/** Rows walked together; a block of codes keeps their values of a column side by side. */
export const LANES = 8;
/** The limit that no code exceeds: a leaf goes left, to itself. */
const NO_LIMIT = 0xffff;
const MAX_THRESHOLDS = 0xffff;
const MAX_CODES = 0x10000;
/** So that a column's place in a block, `column * LANES`, has 16 bits. */
const MAX_COLUMNS = 0x10000 / LANES;
/** 32 MB of category sets. */
const MAX_SET_WORDS = 1 << 23;

/** How a feature's values become 16-bit codes; where some are missing, one column for each way that those go. */
export interface CodeColumn {
  feature: number;
  /** Numbers: the code is the rank. Absent for categories, whose code is kept. */
  ranks?: ThresholdRanks;
  missingCode: number;
}

/**
 * Trees for a fast walk, with the same comparisons: 8 bytes a node, `nodes[2n]` = column's place in a block | limit << 16
 * and `nodes[2n + 1]` = 2 * left child. A row goes right when its code exceeds the limit. A leaf's child is itself,
 * so rows of different depths are walked together until none moves. A category split has the complement of its child
 * (below zero), and its limit is the number of its set in `rightSets`.
 */
export interface CompactTrees {
  nodes: Int32Array;
  /** 2 * node number of each root. */
  roots: Int32Array;
  columns: CodeColumn[];
  hasSets: boolean;
  hasMissing: boolean;
  /** `setWords` words a set; a set bit goes right. */
  rightSets: Int32Array;
  setWords: number;
}

/**
 * The compact form, or null where it cannot hold the trees (more than 65,535 thresholds or categories, 8,192 columns).
 * @param hasMissing false where no row to be walked lacks a value: the codes then take half of the room
 */
export function compactTrees(trees: WalkedTrees, hasMissing: boolean): CompactTrees | null {
  const { feature, threshold, missingLeft, next } = trees;
  const nodeCount = feature.length;
  const ranks = thresholdRanks(trees);
  const sets = rightSets(trees);
  if (!ranks || !sets) return null;
  const columns: CodeColumn[] = [];
  const columnOf = new Map<number, number>();
  const nodes = new Int32Array(2 * nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const split = feature[node]!;
    if (split < 0) {
      nodes[2 * node] = NO_LIMIT << 16;
      nodes[2 * node + 1] = 2 * node;
      continue;
    }
    const goesLeft = hasMissing ? missingLeft[node]! : 0;
    const set = sets.ofNode[node]!;
    const key = 4 * split + 2 * (set >= 0 ? 1 : 0) + goesLeft;
    let column = columnOf.get(key);
    if (column === undefined) {
      column = columns.length;
      columnOf.set(key, column);
      columns.push(
        set >= 0
          ? { feature: split, missingCode: 32 * sets.words - 1 - goesLeft }
          : { feature: split, ranks: ranks.get(split)!, missingCode: goesLeft === 1 ? 0 : NO_LIMIT },
      );
    }
    const limit = set >= 0 ? set : columns[column]!.ranks!.rank(threshold[node]!);
    nodes[2 * node] = (column * LANES) | (limit << 16);
    nodes[2 * node + 1] = set >= 0 ? ~(2 * next[node]!) : 2 * next[node]!;
  }
  if (columns.length > MAX_COLUMNS) return null;
  return {
    nodes,
    roots: trees.roots.map((root) => 2 * root),
    columns,
    hasSets: sets.count > 0,
    hasMissing,
    rightSets: sets.bits,
    setWords: sets.words,
  };
}

/** The different thresholds of each feature; null when one has too many. */
function thresholdRanks({ feature, threshold, categorySet }: WalkedTrees): Map<number, ThresholdRanks> | null {
  const counts: number[] = [];
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node]!;
    if (split >= 0 && !(categorySet && categorySet[node]! >= 0)) counts[split] = (counts[split] ?? 0) + 1;
  }
  const values = counts.map((count) => new Float64Array(count));
  const filled = counts.map(() => 0);
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node]!;
    if (split >= 0 && !(categorySet && categorySet[node]! >= 0)) values[split]![filled[split]!++] = threshold[node]!;
  }
  const ranks = new Map<number, ThresholdRanks>();
  for (const key of Object.keys(values)) {
    const sorted = values[+key]!.sort();
    let count = 0;
    for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i]!;
    if (count > MAX_THRESHOLDS) return null;
    ranks.set(+key, new ThresholdRanks(sorted.slice(0, count)));
  }
  return ranks;
}

interface RightSets {
  /** Number of the node's set; -1 at other nodes. */
  ofNode: Int32Array;
  bits: Int32Array;
  words: number;
  count: number;
}

/**
 * The different category sets, inverted and all of one width. Past the last category each has two bits for missing
 * values: the last one goes right, the one before left. Null when they are too many or too wide.
 */
function rightSets({ feature, categorySet, categorySets }: WalkedTrees): RightSets | null {
  const ofNode = new Int32Array(feature.length).fill(-1);
  if (!categorySet || !categorySets || categorySets.length === 0) {
    return { ofNode, bits: new Int32Array(0), words: 0, count: 0 };
  }
  const starts = [...new Set(categorySet.filter((set) => set >= 0))].sort((a, b) => a - b);
  // A set reaches to the next one's start, or further where sets are shared; bits past a feature's codes are not read.
  let widest = 1;
  starts.forEach((start, k) => (widest = Math.max(widest, (starts[k + 1] ?? categorySets.length) - start)));
  const words = widest + 1;
  if (starts.length > NO_LIMIT || words > MAX_CODES / 32 || starts.length * words > MAX_SET_WORDS) return null;
  const bits = new Int32Array(starts.length * words);
  const numberOf = new Map<number, number>();
  starts.forEach((start, k) => {
    numberOf.set(start, k);
    for (let w = 0; w < widest; w++) bits[k * words + w] = ~(categorySets[start + w] ?? 0);
    bits[k * words + widest] = 1 << 31;
  });
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! >= 0 && categorySet[node]! >= 0) ofNode[node] = numberOf.get(categorySet[node]!)!;
  }
  return { ofNode, bits, words, count: starts.length };
}
