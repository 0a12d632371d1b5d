import type { CheckCode, Finding, Severity } from '@antidote/contracts';
import type { Table } from '@antidote/tabular';

/** Row ids that a finding lists at most. */
const LISTED_ROWS = 100;

/** What a check found, with the positions of all its rows; the report lists the first of them by row id. */
export interface Found extends Omit<Finding, 'rows' | 'rowCount'> {
  /** Ascending positions in the table. */
  positions: number[];
}

/** A check's finding with what most have by default: no rows, no columns, nothing quarantined. */
export function found(
  code: CheckCode,
  severity: Severity,
  message: string,
  remedy: string,
  more: Partial<Pick<Found, 'columns' | 'positions' | 'numbers' | 'quarantine'>> = {},
): Found {
  return { code, severity, message, remedy, columns: [], positions: [], numbers: {}, quarantine: false, ...more };
}

export function toFinding({ positions, numbers, ...finding }: Found, table: Table): Finding {
  return {
    ...finding,
    numbers: Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value))),
    rows: positions.slice(0, LISTED_ROWS).map((position) => table.rowIds[position]!),
    rowCount: positions.length,
  };
}
