import type { RowProof } from '@antidote/contracts';
import { type Table } from '@antidote/tabular';
import { HASH_BYTES } from './feature-hashes.js';
import { inclusionProof, leafHash, merkleRoot } from './merkle-tree.js';
import { rowEncoder, type RowEncoder } from './row-encoder.js';

const FORMAT = 'antidote-table-2';
/** Before the row's data, as RFC 6962 wants of a leaf. */
const LEAF_PREFIX = Uint8Array.of(0);

/** What the first leaf says: names, kinds and roles of the columns, in order. */
function headerLeaf(table: Table): Uint8Array {
  const columns = [
    ...table.features.map(({ name, kind }) => [name, kind, 'feature']),
    [table.target.name, 'category', 'target'],
    ...(table.context ?? []).map(({ name, kind, role }) => [name, kind, role]),
  ];
  return leafHash(Buffer.from(JSON.stringify([FORMAT, columns]), 'utf8'));
}

function leafEncoder(table: Table): RowEncoder {
  return rowEncoder([...table.features, table.target, ...(table.context ?? [])], LEAF_PREFIX);
}

/**
 * The hash of each row: row id, features, label and context. A row's hash depends on nothing but the row, so that two
 * versions are compared by it and a patch changes the hashes of the rows it touches alone.
 *
 * About 2 s for a million rows of 20 columns.
 *
 * @returns Uint8Array(rowCount x 32), row by row
 */
export function rowLeaves(table: Table): Uint8Array {
  const encoder = leafEncoder(table);
  const leaves = new Uint8Array(table.rowCount * HASH_BYTES);
  for (let position = 0; position < table.rowCount; position++) writeLeaf(table, encoder, leaves, position);
  return leaves;
}

/**
 * `rowLeaves` of a patched table, of which only the touched rows are hashed.
 *
 * @param base the row ids and leaves of the table that was patched, with the same columns
 * @param touched row ids that the patch relabels, changes or adds
 */
export function patchedLeaves(
  table: Table,
  base: { rowIds: Uint32Array; leaves: Uint8Array },
  touched: ReadonlySet<number>,
): Uint8Array {
  const encoder = leafEncoder(table);
  const leaves = new Uint8Array(table.rowCount * HASH_BYTES);
  let from = 0;
  for (let position = 0; position < table.rowCount; position++) {
    const row = table.rowIds[position]!;
    while (from < base.rowIds.length && base.rowIds[from]! < row) from++;
    if (touched.has(row) || base.rowIds[from] !== row) writeLeaf(table, encoder, leaves, position);
    else {
      const start = from * HASH_BYTES;
      leaves.set(base.leaves.subarray(start, start + HASH_BYTES), position * HASH_BYTES);
    }
  }
  return leaves;
}

function writeLeaf(table: Table, encoder: RowEncoder, leaves: Uint8Array, position: number): void {
  leaves.set(encoder.hash(position, table.rowIds[position]!), position * HASH_BYTES);
}

/** All leaves of the tree: the header's, then one a row. */
function treeLeaves(table: Table, leaves: Uint8Array): Uint8Array {
  const all = new Uint8Array(HASH_BYTES + leaves.length);
  all.set(headerLeaf(table));
  all.set(leaves, HASH_BYTES);
  return all;
}

/**
 * The identity of a table's content: the root, in hex, of the RFC 6962 Merkle tree whose first leaf is the header
 * (names, kinds and roles of the columns) and whose further leaves are the rows.
 * It depends on what was read, not on how the file wrote it: CSV of any dialect, Parquet and JSONL with the same table
 * have one digest, as number formats (`1.0`, `1`), -0, and the texts that no row bears make no difference.
 *
 * @param leaves `rowLeaves(table)`, where they are known already
 * @see RFC 6962, section 2.1
 */
export function tableDigest(table: Table, leaves: Uint8Array = rowLeaves(table)): string {
  return Buffer.from(merkleRoot(treeLeaves(table, leaves))).toString('hex');
}

/**
 * Proves that the row at a position is in the table.
 * @throws DomainError `not_found` when there is no such position
 */
export function proveRow(table: Table, position: number, leaves: Uint8Array = rowLeaves(table)): RowProof {
  const all = treeLeaves(table, leaves);
  const index = position + 1;
  const proof = inclusionProof(all, index);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return {
    row: table.rowIds[position]!,
    digest: hex(merkleRoot(all)),
    leaf: hex(all.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
    index,
    size: all.length / HASH_BYTES,
    proof: proof.map(hex),
  };
}
