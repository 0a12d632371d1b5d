import type { Table } from '@antidote/tabular';
import { nextRowId, resample, type ResamplingName } from './resample.js';

/** What a resampling did to the training rows. */
export interface ResamplingCounts {
  name: ResamplingName;
  /** New rows: synthetic ones, or copies. */
  addedRows: number;
  /** Different rows that new ones were made from. */
  parentRows: number;
  removedRows: number;
}

export interface ResampledRows {
  table: Table;
  /** Null where nothing was asked for. */
  counts: ResamplingCounts | null;
  warnings: string[];
}

/**
 * Resamples a table of training rows; rows that models are scored on never come here.
 *
 * @param train all of it is resampled
 * @param beside the tables whose row ids are taken too, such as the one that `train` is a part of: no new row bears the
 *   id of a held-out one
 * @throws as `resample`
 */
export function resampleRows(
  name: ResamplingName,
  train: Table,
  beside: readonly Table[],
  seed: number,
): ResampledRows {
  if (name === 'none') return { table: train, counts: null, warnings: [] };
  const every = Uint32Array.from({ length: train.rowCount }, (_, row) => row);
  const firstNewRowId = Math.max(...[train, ...beside].map(nextRowId));
  const { table, provenance, warnings } = resample(name, train, every, { seed, firstNewRowId });
  const { added, removed } = provenance;
  const counts = {
    name,
    addedRows: added.rowIds.length,
    parentRows: new Set([...added.parents, ...added.neighbors]).size,
    removedRows: removed.length,
  };
  return { table, counts, warnings };
}
