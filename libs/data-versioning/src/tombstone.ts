import { createHash } from 'node:crypto';
import type { Tombstone } from '@antidote/contracts';
import { emptyPatch, type ContextColumn, type FeatureColumn, type Patch, type Table } from '@antidote/tabular';
import { HASH_BYTES } from './feature-hashes.js';

/**
 * The tombstone of a row: SHA-256 over salt and row hash. Without the salt, few possible values could be tried out; with
 * it, whoever knows the values can still confirm what was erased.
 *
 * @param salt hex, random, of this row alone
 * @param leaf the row's hash, as `rowLeaves` gives it
 */
export function tombstoneOf(row: number, salt: string, leaf: Uint8Array): Tombstone {
  const digest = createHash('sha256').update(Buffer.from(salt, 'hex')).update(leaf).digest('hex');
  return { row, salt, digest };
}

/**
 * The table with the rows emptied: features, context and label are missing, while row ids and positions stay, so that
 * everything that counts rows stays true. Texts that no other row bears leave the table too.
 *
 * @param leaves row hashes; those of erased rows become their tombstones' digests
 */
export function eraseRows(
  table: Table,
  leaves: Uint8Array,
  tombstones: Tombstone[],
): { table: Table; leaves: Uint8Array } {
  const byRow = new Map(tombstones.map((tombstone) => [tombstone.row, tombstone]));
  const positions = Array.from(table.rowIds.keys()).filter((position) => byRow.has(table.rowIds[position]!));
  const rewritten = leaves.slice();
  for (const position of positions) {
    const { digest } = byRow.get(table.rowIds[position]!)!;
    rewritten.set(Buffer.from(digest, 'hex'), position * HASH_BYTES);
  }
  const { codes, texts: classes } = emptyCodes(table.target.codes, table.target.classes, positions);
  const erased: Table = {
    ...table,
    features: table.features.map((column) => emptyCells(column, positions)),
    target: { ...table.target, codes, classes },
  };
  const context = table.context?.map((column) => emptyCells(column, positions) as ContextColumn);
  return { table: context ? { ...erased, context } : erased, leaves: rewritten };
}

function emptyCells(column: FeatureColumn, positions: number[]): FeatureColumn {
  if (column.kind === 'numeric') {
    const values = column.values.slice();
    for (const position of positions) values[position] = NaN;
    return { ...column, values };
  }
  const { codes, texts } = emptyCodes(column.codes, column.categories, positions);
  return { ...column, codes, categories: texts };
}

function emptyCodes(from: Int32Array, texts: string[], positions: number[]): { codes: Int32Array; texts: string[] } {
  const codes = from.slice();
  const touched = new Set<number>();
  for (const position of positions) {
    if (codes[position]! >= 0) touched.add(codes[position]!);
    codes[position] = -1;
  }
  for (const code of codes) touched.delete(code);
  if (touched.size === 0) return { codes, texts };
  // A text that only erased rows bore is a value of theirs.
  let next = 0;
  const recode = texts.map((_, code) => (touched.has(code) ? -1 : next++));
  return {
    codes: codes.map((code) => (code < 0 ? -1 : recode[code]!)),
    texts: texts.filter((_, code) => !touched.has(code)),
  };
}

/**
 * The patch without values of the rows: what was changed in them is left out, what was made from them is emptied; rows
 * that were dropped stay dropped.
 *
 * @returns the patch to keep, and the rows that were made from erased ones and so are erased with them
 */
export function erasePatch(patch: Patch, rows: ReadonlySet<number>): { patch: Patch; alsoErased: number[] } {
  const gone = new Set(rows);
  // Parents have smaller ids than the rows made from them.
  for (const { row, parents } of [...patch.add].sort((a, b) => a.row - b.row)) {
    if (parents.some((parent) => gone.has(parent))) gone.add(row);
  }
  const kept = <T extends { row: number }>(changes: T[]) => changes.filter(({ row }) => !gone.has(row));
  return {
    patch: {
      ...emptyPatch(),
      ...patch,
      relabel: kept(patch.relabel),
      cells: kept(patch.cells),
      add: patch.add.map((added) => {
        if (!gone.has(added.row)) return added;
        const emptied = { ...added, label: '', values: added.values.map(() => '') };
        return added.context ? { ...emptied, context: added.context.map(() => '') } : emptied;
      }),
    },
    alsoErased: [...gone].filter((row) => !rows.has(row)).sort((a, b) => a - b),
  };
}
