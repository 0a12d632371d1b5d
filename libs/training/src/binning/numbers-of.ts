import type { FeatureColumn } from '@antidote/tabular';

/** A column as numbers: categories by code, missing as NaN. */
export function numbersOf(column: FeatureColumn): Float64Array {
  if (column.kind === 'numeric') return column.values;
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : code));
}
