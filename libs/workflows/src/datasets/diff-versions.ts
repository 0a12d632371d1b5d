import type { TableDiff } from '@antidote/contracts';
import { byLeaves, byTouchedRows, diffTables, type DiffWindow } from '@antidote/data-versioning';
import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import { applyPatch, touchedRows } from '@antidote/tabular';
import { loadPatch } from '../load-version.js';
import { loadTable, type TableBlobs } from './load-table.js';

export interface DiffInput {
  from: TableBlobs;
  to: TableBlobs;
  window: DiffWindow;
  /** Names of columns whose values are hidden. */
  sensitive: string[];
}

/**
 * What changed from one stored version to another. A base that they share is read once, and only the rows that a patch
 * touches are compared.
 *
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function diffVersions(blobs: BlobStore, { from, to, window, sensitive }: DiffInput): Promise<TableDiff> {
  if (from.baseBlob !== to.baseBlob) {
    const [older, newer] = [await loadTable(blobs, from), await loadTable(blobs, to)];
    return diffTables(older.table, newer.table, { differ: byLeaves(older.leaves, newer.leaves), window, sensitive });
  }
  const { table: base } = decodeTable(await blobs.get(from.baseBlob));
  const patchOf = async ({ patchBlob }: TableBlobs) => loadPatch(blobs, patchBlob);
  const patches = [await patchOf(from), await patchOf(to)] as const;
  const [before, after] = [applyPatch(base, patches[0]), applyPatch(base, patches[1])];
  const touched = new Set([...touchedRows(patches[0]), ...touchedRows(patches[1])]);
  return diffTables(before, after, { differ: byTouchedRows(before, after, touched), window, sensitive });
}
