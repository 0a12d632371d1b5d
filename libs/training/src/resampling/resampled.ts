import { DomainError, selectRows, type FeatureColumn, type Table } from '@antidote/tabular';

/** New rows in table order, after the kept ones. Parents are row ids of the source table. */
export interface AddedRows {
  rowIds: Uint32Array;
  /** The row that the new one was made from. */
  parents: Uint32Array;
  /** The neighbour it was moved towards; the parent itself for a copy. */
  neighbors: Uint32Array;
  /** How far, in [0, 1): 0 is the parent. */
  weights: Float64Array;
}

/** Where the rows of a resampled table come from. */
export interface ResamplingProvenance {
  added: AddedRows;
  /** Row ids that were taken out, ascending. Rows without a label, which no learner reads, are not listed. */
  removed: Uint32Array;
}

/** New rows to be made: positions in a table, one pair of parents a row. */
export interface NewRows {
  parents: Uint32Array;
  neighbors: Uint32Array;
  weights: Float64Array;
  /** Category code by new row, for each category column by its index; absent for copies. */
  categories?: Map<number, Int32Array>;
}

export const noNewRows = (): NewRows => ({
  parents: new Uint32Array(0),
  neighbors: new Uint32Array(0),
  weights: new Float64Array(0),
});

/**
 * The kept rows of `table`, then the new ones. A number lies on the segment between its parents; where a parent has
 * none, the value is that of the parent the row lies nearer to. A category is that of `categories`, or the parent's.
 *
 * @param kept positions, ascending
 */
export function withNewRows(table: Table, kept: Uint32Array, added: NewRows, firstNewRowId: number): Table {
  const count = added.parents.length;
  if (firstNewRowId + count > 2 ** 32) {
    throw new DomainError(
      'limit_exceeded',
      `${count} new rows from row id ${firstNewRowId} on exceed 2^32 row ids; start at a lower id.`,
    );
  }
  const base = selectRows(table, kept);
  const rowCount = kept.length + count;
  const rowIds = new Uint32Array(rowCount);
  rowIds.set(base.rowIds);
  for (let i = 0; i < count; i++) rowIds[kept.length + i] = firstNewRowId + i;
  const codes = new Int32Array(rowCount);
  codes.set(base.target.codes);
  for (let i = 0; i < count; i++) codes[kept.length + i] = table.target.codes[added.parents[i]!]!;
  return {
    rowCount,
    rowIds,
    features: table.features.map((column, index) => extend(column, base.features[index]!, added, index)),
    target: { ...table.target, codes },
  };
}

function extend(source: FeatureColumn, kept: FeatureColumn, added: NewRows, index: number): FeatureColumn {
  const count = added.parents.length;
  if (source.kind === 'numeric' && kept.kind === 'numeric') {
    const values = new Float64Array(kept.values.length + count);
    values.set(kept.values);
    for (let i = 0; i < count; i++) {
      const from = source.values[added.parents[i]!]!;
      const to = source.values[added.neighbors[i]!]!;
      const weight = added.weights[i]!;
      const between = from + weight * (to - from);
      values[kept.values.length + i] = Number.isFinite(between) ? between : weight < 0.5 ? from : to;
    }
    return { ...source, values };
  }
  if (source.kind === 'category' && kept.kind === 'category') {
    const codes = new Int32Array(kept.codes.length + count);
    codes.set(kept.codes);
    const chosen = added.categories?.get(index);
    for (let i = 0; i < count; i++) codes[kept.codes.length + i] = chosen?.[i] ?? source.codes[added.parents[i]!]!;
    return { ...source, codes };
  }
  throw new DomainError('defect', `column '${source.name}' changed its kind while rows were selected`);
}
