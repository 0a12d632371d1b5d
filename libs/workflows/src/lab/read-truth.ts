import type { PoisonSpec, PoisonTruth } from '@antidote/contracts';
import type { BlobStore } from '@antidote/persistence';
import type { GroundTruth } from '../compute/poison-version.js';
import { hideTrigger } from './hide-trigger.js';

export interface TruthWindow {
  offset: number;
  limit: number;
}

/**
 * What poisoning changed, a window of rows at a time.
 *
 * @param blob of the ground truth
 * @param sensitive columns whose values are not told
 */
export async function readTruth(
  blobs: BlobStore,
  { blob, spec, sensitive }: { blob: string; spec: PoisonSpec; sensitive: string[] },
  { offset, limit }: TruthWindow,
): Promise<PoisonTruth> {
  const { patch, backdoor } = JSON.parse(Buffer.from(await blobs.get(blob)).toString('utf8')) as GroundTruth;
  const rows = new Map<number, PoisonTruth['rows'][number]>();
  const of = (row: number) => {
    const known = rows.get(row) ?? { row, added: false, label: null, columns: [] };
    rows.set(row, known);
    return known;
  };
  for (const { row, from, to } of patch.relabel) of(row).label = { from, to };
  for (const { row, column } of patch.cells) of(row).columns.push(column);
  for (const { row } of patch.add) of(row).added = true;
  const ordered = [...rows.values()].sort((a, b) => a.row - b.row);
  return {
    spec,
    backdoor: hideTrigger(backdoor, sensitive),
    changedLabels: patch.relabel.length,
    changedCells: patch.cells.length,
    addedRows: patch.add.length,
    total: ordered.length,
    offset,
    rows: ordered.slice(offset, offset + limit),
  };
}
