import type { LabelChange } from '@antidote/contracts';

/** A feature's value as text, as it stands in a file; `''` stands for a missing value. */
export interface CellChange {
  /** Row id. */
  row: number;
  column: string;
  from: string;
  to: string;
}

/** A row that the base lacks. */
export interface AddedRow {
  /** Row id: at least the base's row count, and never used twice in a lineage. */
  row: number;
  label: string;
  /** One text a feature, in the table's order. */
  values: string[];
  /** One text a context column, in the table's order; all missing when absent. */
  context?: string[];
  /** Row ids that it was made from; none for a row from outside. */
  parents: number[];
}

/**
 * What a version changes against its base table: labels, rows dropped, feature values, rows added.
 * Rows are row ids, counted from 0 in the registered file; `''` stands for a missing label.
 */
export interface Patch {
  relabel: LabelChange[];
  drop: number[];
  cells: CellChange[];
  add: AddedRow[];
}

export function emptyPatch(): Patch {
  return { relabel: [], drop: [], cells: [], add: [] };
}

/** Row ids whose values differ from the base's: relabelled, changed or added; not those that are dropped. */
export function touchedRows({ relabel, cells, add }: Patch): Set<number> {
  return new Set([...relabel, ...cells, ...add].map(({ row }) => row));
}
