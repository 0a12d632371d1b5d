import type { FeatureColumn } from '@antidote/tabular';

/** A feature's value at a position as a file would write it; `''` when missing. */
export function cellText(column: FeatureColumn, position: number): string {
  if (column.kind === 'category') return column.codes[position]! < 0 ? '' : column.categories[column.codes[position]!]!;
  return numberText(column.values[position]!);
}

export const numberText = (value: number): string => (Number.isNaN(value) ? '' : String(value));
