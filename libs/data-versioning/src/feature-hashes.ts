import { hash } from 'node:crypto';
import { byCodePoint, type Table } from '@antidote/tabular';
import { rowEncoder } from './row-encoder.js';

/** Bytes of a row's hash. */
export const HASH_BYTES = 32;

/**
 * The row hash: SHA-256 of each row's feature values, without label, context and row id, for whoever poisons may change
 * those. Rows with the same values in columns of the same names have the same hash, in whatever file, order of columns
 * or number format they stand. A column that is numeric in one table and a category in another differs.
 *
 * About 1.5 s for a million rows of 20 columns.
 *
 * @returns Uint8Array(rowCount x 32), row by row
 */
export function featureHashes(table: Table): Uint8Array {
  const columns = [...table.features].sort((a, b) => byCodePoint(a.name, b.name));
  const names = hash('sha256', JSON.stringify(columns.map(({ name }) => name)), 'buffer');
  const encoder = rowEncoder(columns, names);
  const hashes = new Uint8Array(table.rowCount * HASH_BYTES);
  for (let position = 0; position < table.rowCount; position++) {
    hashes.set(encoder.hash(position, null), position * HASH_BYTES);
  }
  return hashes;
}

/** One hash of `featureHashes` in hex, for sets and messages. */
export function hashAt(hashes: Uint8Array, position: number): string {
  return Buffer.from(hashes.buffer, hashes.byteOffset + position * HASH_BYTES, HASH_BYTES).toString('hex');
}
