import { patchedLeaves } from '@antidote/data-versioning';
import { decodeTable, type StoredTable } from '@antidote/dataset-io';
import type { BlobStore, VersionStorage } from '@antidote/persistence';
import { applyPatch, touchedRows, type Patch } from '@antidote/tabular';
import { loadPatch } from '../load-version.js';

/** Where a version's table lies. */
export type TableBlobs = Pick<VersionStorage, 'baseBlob' | 'patchBlob'>;

/**
 * A version's table with the hash of each row, of which only those that its patch touches are computed.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function loadTable(blobs: BlobStore, { baseBlob, patchBlob }: TableBlobs): Promise<StoredTable> {
  const base = decodeTable(await blobs.get(baseBlob));
  return patchBlob === null ? base : patchStored(base, await loadPatch(blobs, patchBlob));
}

export function patchStored({ table: base, leaves }: StoredTable, patch: Patch): StoredTable {
  const table = applyPatch(base, patch);
  return { table, leaves: patchedLeaves(table, { rowIds: base.rowIds, leaves }, touchedRows(patch)) };
}
