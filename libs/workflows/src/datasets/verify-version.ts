import type { RowProof } from '@antidote/contracts';
import { proveRow, rowLeaves, tableDigest } from '@antidote/data-versioning';
import type { BlobStore } from '@antidote/persistence';
import { DomainError, positionOf, selectRows } from '@antidote/tabular';
import { loadTable, type TableBlobs } from './load-table.js';

/**
 * The digest of a version, computed anew from every row and column that is stored.
 * @throws DomainError `not_found`, `digest_mismatch` for a blob that was changed
 */
export async function digestOfVersion(
  blobs: BlobStore,
  stored: TableBlobs,
): Promise<{ computed: string; rows: number }> {
  const { table } = await loadTable(blobs, stored);
  return { computed: tableDigest(table), rows: table.rowCount };
}

/**
 * Proves that a row is in a version.
 * @throws DomainError `not_found` for a row that it lacks, `invalid_state` for one whose values were erased
 */
export async function proveVersionRow(
  blobs: BlobStore,
  { row, ...stored }: TableBlobs & { row: number },
): Promise<RowProof> {
  const { table, leaves } = await loadTable(blobs, stored);
  const position = positionOf(table.rowIds, row);
  if (position < 0) {
    throw new DomainError(
      'not_found',
      `The version has no row ${row}; it has ${table.rowCount} rows, up to row ${table.rowIds.at(-1)}.`,
    );
  }
  const proof = proveRow(table, position, leaves);
  const leaf = Buffer.from(rowLeaves(selectRows(table, [position]))).toString('hex');
  if (leaf === proof.leaf) return proof;
  throw new DomainError('invalid_state', `The values of row ${row} were erased; nothing is left to prove.`);
}
