import type { FeatureColumn, Table } from './table.js';

/** What stands in place of a sensitive value. */
export const HIDDEN_TEXT = '(hidden)';

function hidden(column: FeatureColumn): FeatureColumn {
  const codes =
    column.kind === 'numeric'
      ? Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : 0))
      : column.codes.map((code) => (code < 0 ? -1 : 0));
  return { kind: 'category', name: column.name, codes, categories: [HIDDEN_TEXT] };
}

/**
 * The table as people may see it: each present value of the named features and context columns is `HIDDEN_TEXT`, and
 * what is missing stays missing. Not for learners. Other columns are shared with `table`; the target is never hidden.
 *
 * @param sensitive names of columns; those that the table lacks are passed over
 */
export function hideColumns(table: Table, sensitive: Iterable<string>): Table {
  const names = new Set(sensitive);
  if (names.size === 0) return table;
  return {
    ...table,
    features: table.features.map((column) => (names.has(column.name) ? hidden(column) : column)),
    ...(table.context && {
      context: table.context.map((column) =>
        names.has(column.name) ? { ...hidden(column), role: column.role } : column,
      ),
    }),
  };
}

/** The table with every value of the named features missing: rows to show a machine, which wants numbers as numbers. */
export function blankColumns(table: Table, sensitive: Iterable<string>): Table {
  const names = new Set(sensitive);
  const blank = (column: FeatureColumn): FeatureColumn =>
    column.kind === 'numeric'
      ? { ...column, values: new Float64Array(column.values.length).fill(NaN) }
      : { ...column, codes: new Int32Array(column.codes.length).fill(-1) };
  return { ...table, features: table.features.map((column) => (names.has(column.name) ? blank(column) : column)) };
}
