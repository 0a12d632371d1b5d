import { featureHashes, hashAt } from '@antidote/data-versioning';
import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import { DomainError, positionOf, selectRows, type FeatureColumn, type Table } from '@antidote/tabular';
import { loadTable, type TableBlobs } from '../datasets/load-table.js';

export interface EqualRowsInput {
  /** The version that holds the row. */
  version: TableBlobs;
  /** Row id. */
  row: number;
  /** Registered files to look through: canonical tables by the id of their version. */
  among: { id: string; baseBlob: string }[];
}

/** The rows of a registered file whose features have the hash that was looked for. */
export interface EqualRows {
  id: string;
  /** Row ids, ascending. */
  rows: number[];
}

/**
 * Finds a row in other registered files by the hash of its features, whatever label it bears there.
 * @throws DomainError `not_found` for a row that the version lacks, `digest_mismatch`
 */
export async function findEqualRows(blobs: BlobStore, { version, row, among }: EqualRowsInput): Promise<EqualRows[]> {
  const { table } = await loadTable(blobs, version);
  const position = positionOf(table.rowIds, row);
  if (position < 0) throw new DomainError('not_found', `the version has no row ${row}`);
  const wanted = selectRows(table, [position]);
  const hash = hashAt(featureHashes(wanted), 0);
  const found: EqualRows[] = [];
  for (const { id, baseBlob } of among) {
    const { table: other } = decodeTable(await blobs.get(baseBlob));
    const candidates = rowsLike(other, wanted);
    const hashes = featureHashes(selectRows(other, candidates));
    const rows = candidates.filter((_, index) => hashAt(hashes, index) === hash).map((at) => other.rowIds[at]!);
    if (rows.length > 0) found.push({ id, rows });
  }
  return found;
}

/** Positions of the rows that agree with the wanted one column after column: few are left to be hashed. */
function rowsLike(table: Table, wanted: Table): number[] {
  let candidates: number[] | null = null;
  for (const column of wanted.features) {
    const other = table.features.find(({ name, kind }) => name === column.name && kind === column.kind);
    if (!other) return [];
    const agrees = sameAsFirst(column, other);
    const before: Iterable<number> = candidates ?? table.rowIds.keys();
    candidates = [];
    for (const position of before) if (agrees(position)) candidates.push(position);
    if (candidates.length === 0) break;
  }
  return candidates ?? [];
}

/** Whether the value at a position of `other` is that of the first row of `column`. */
function sameAsFirst(column: FeatureColumn, other: FeatureColumn): (position: number) => boolean {
  if (column.kind === 'numeric' && other.kind === 'numeric') {
    const value = column.values[0]!;
    return Number.isNaN(value)
      ? (position) => Number.isNaN(other.values[position]!)
      : (position) => other.values[position] === value;
  }
  if (column.kind === 'category' && other.kind === 'category') {
    const text = column.codes[0]! < 0 ? null : column.categories[column.codes[0]!]!;
    const code = text === null ? -1 : other.categories.indexOf(text);
    return text !== null && code < 0 ? () => false : (position) => other.codes[position] === code;
  }
  return () => false;
}
