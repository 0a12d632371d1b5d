/**
 * Trees as a walk reads them: what forests, boosted trees and isolation trees have in common. One entry a node in each
 * array; the two children of a node are adjacent.
 */
export interface WalkedTrees {
  /** Node number of each tree's root. */
  roots: Int32Array;
  /** Feature of a split; -1 marks a leaf. */
  feature: Int32Array;
  /** A number up to it goes left. */
  threshold: Float64Array;
  /** 1 where a missing value goes left. */
  missingLeft: Uint8Array;
  /** Split: number of the left child, the right one follows it. */
  next: Int32Array;
  /** Category splits: first word of the node's set in `categorySets`; -1 elsewhere. Absent without such splits. */
  categorySet?: Int32Array;
  /** One bit a category code, 32 a word; a set bit goes left. */
  categorySets?: Uint32Array;
  /** Row of each leaf in `leafValues`; any number at splits. */
  leafRow: Int32Array;
  /** Row-major, `leafWidth` numbers a row. */
  leafValues: Float64Array;
  leafWidth: number;
  /** Sums are `leafWidth * targetCount` wide; tree t adds to part t modulo `targetCount`. 1 for forests. */
  targetCount: number;
}

/** A column as trees compare it: numbers, or category codes; missing as NaN. */
export type WalkedColumn = Float64Array;
