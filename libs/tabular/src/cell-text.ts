import type { FeatureColumn } from './table.js';

/** The value of the row at `position` as text, a number in its shortest form; `''` when it is missing. */
export function cellText(column: FeatureColumn, position: number): string {
  if (column.kind === 'category') {
    const code = column.codes[position]!;
    return code < 0 ? '' : column.categories[code]!;
  }
  const value = column.values[position]!;
  return Number.isNaN(value) ? '' : String(value);
}
