import type { TableDiff } from '@antidote/contracts';
import { diffTables, type DiffWindow } from '@antidote/data-versioning';
import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import { loadPatch } from '../load-version.js';
import { loadTable, patchStored, type TableBlobs } from './load-table.js';

/**
 * What changed from one stored version to another; a base that they share is read once.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function diffVersions(
  blobs: BlobStore,
  { from, to, window }: { from: TableBlobs; to: TableBlobs; window: DiffWindow },
): Promise<TableDiff> {
  if (from.baseBlob !== to.baseBlob) {
    return diffTables(await loadTable(blobs, from), await loadTable(blobs, to), window);
  }
  const base = decodeTable(await blobs.get(from.baseBlob));
  const side = async ({ patchBlob }: TableBlobs) =>
    patchBlob === null ? base : patchStored(base, await loadPatch(blobs, patchBlob));
  return diffTables(await side(from), await side(to), window);
}
