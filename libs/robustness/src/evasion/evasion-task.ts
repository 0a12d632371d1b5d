import type { EvasionNorm } from '@antidote/contracts';
import type { NumericColumn, Table } from '@antidote/tabular';

/** What every search works on. */
export interface EvasionTask {
  table: Table;
  /** Columns that may change: numeric, not constant; in the table's order. */
  columns: NumericColumn[];
  /** Standard deviation of each of `columns`, above 0. */
  scale: Float64Array;
  norm: EvasionNorm;
}

/** New values of a row's `columns`, with the size of the change. */
export interface FoundChange {
  values: Float64Array;
  distance: number;
}

/** The row's values of the columns that may change; NaN is missing and never changed. */
export const ownValues = ({ columns }: EvasionTask, row: number): Float64Array =>
  Float64Array.from(columns, (column) => column.values[row]!);

/** Size of the change from `from` to `to`, in standard deviations. */
export function stepsBetween({ scale }: EvasionTask, from: Float64Array, to: Float64Array): Float64Array {
  return Float64Array.from(scale, (sd, i) => (Number.isNaN(from[i]!) ? 0 : Math.abs(to[i]! - from[i]!) / sd));
}
