import { positionOf, selectRows, type Table } from '@antidote/tabular';
import { HASH_BYTES } from './feature-hashes.js';
import { rowLeaves } from './table-digest.js';

/** Whether the row at one position of the older table differs from that at a position of the newer one. */
export type RowsDiffer = (before: number, after: number) => boolean;

/**
 * By the hash of each row.
 *
 * @param before `rowLeaves` of the older table
 * @param after `rowLeaves` of the newer one
 */
export function byLeaves(before: Uint8Array, after: Uint8Array): RowsDiffer {
  return (a, b) => {
    const [from, other] = [a * HASH_BYTES, b * HASH_BYTES];
    for (let byte = 0; byte < HASH_BYTES; byte++) if (before[from + byte] !== after[other + byte]) return true;
    return false;
  };
}

/**
 * For two patches on one base: rows that neither touches are equal, and only the others are hashed.
 *
 * @param touched ids of the rows that either patch relabels, changes or adds
 */
export function byTouchedRows(before: Table, after: Table, touched: ReadonlySet<number>): RowsDiffer {
  const leavesOf = (table: Table) => {
    const positions = Array.from(touched, (row) => positionOf(table.rowIds, row)).filter((position) => position >= 0);
    const indexAt = new Int32Array(table.rowCount).fill(-1);
    positions.sort((a, b) => a - b).forEach((position, index) => (indexAt[position] = index));
    return { indexAt, leaves: rowLeaves(selectRows(table, positions)) };
  };
  const [older, newer] = [leavesOf(before), leavesOf(after)];
  const differ = byLeaves(older.leaves, newer.leaves);
  return (a, b) => {
    const from = older.indexAt[a]!;
    if (from < 0) return false;
    const to = newer.indexAt[b]!;
    return to >= 0 && differ(from, to);
  };
}
