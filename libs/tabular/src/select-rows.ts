import type { FeatureColumn, Table } from './table.js';

function gather<T extends Float64Array | Int32Array | Uint32Array>(from: T, into: T, positions: ArrayLike<number>): T {
  for (let i = 0; i < positions.length; i++) into[i] = from[positions[i]!]!;
  return into;
}

function gatherColumn<C extends FeatureColumn>(column: C, positions: ArrayLike<number>): C {
  return column.kind === 'numeric'
    ? { ...column, values: gather(column.values, new Float64Array(positions.length), positions) }
    : { ...column, codes: gather(column.codes, new Int32Array(positions.length), positions) };
}

/**
 * The rows at `positions`, in that order. Categories and classes stay as they are, so codes keep their meaning.
 *
 * @param positions indices in [0, rowCount), ascending to keep row ids ascending
 */
export function selectRows(table: Table, positions: ArrayLike<number>): Table {
  const rowCount = positions.length;
  return {
    rowCount,
    rowIds: gather(table.rowIds, new Uint32Array(rowCount), positions),
    features: table.features.map((column) => gatherColumn(column, positions)),
    target: { ...table.target, codes: gather(table.target.codes, new Int32Array(rowCount), positions) },
    ...(table.context && { context: table.context.map((column) => gatherColumn(column, positions)) }),
  };
}
