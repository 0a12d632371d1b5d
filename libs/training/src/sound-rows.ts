import { DomainError } from '@antidote/tabular';

/** @throws DomainError `shape_mismatch` unless `row` is a position in a table of `rowCount` rows */
export function checkRow(row: number, rowCount: number, name = 'row'): void {
  if (Number.isInteger(row) && row >= 0 && row < rowCount) return;
  throw new DomainError(
    'shape_mismatch',
    `${name} ${row} is not in the table; give positions from 0 to ${rowCount - 1}`,
  );
}
