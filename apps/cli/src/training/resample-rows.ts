import type { Table } from '@antidote/tabular';
import { resample, type ResamplingName } from '@antidote/training';

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

/** Resamples training rows; rows that models are scored on never come here. */
export function resampleRows(name: ResamplingName, train: Table, seed: number): ResampledRows {
  if (name === 'none') return { table: train, counts: null, warnings: [] };
  const every = Uint32Array.from({ length: train.rowCount }, (_, row) => row);
  const { table, provenance, warnings } = resample(name, train, every, { seed });
  const { added, removed } = provenance;
  const counts = {
    name,
    addedRows: added.rowIds.length,
    parentRows: new Set([...added.parents, ...added.neighbors]).size,
    removedRows: removed.length,
  };
  return { table, counts, warnings };
}
