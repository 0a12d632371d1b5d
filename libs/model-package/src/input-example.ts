import type { FeatureColumn, Table } from '@antidote/tabular';

/** The rows as MLflow's two example files: a data frame in split orientation, and the body of a serving request. */
export function inputExampleFiles(rows: Table): Map<string, string> {
  const split = {
    columns: rows.features.map((column) => column.name),
    data: Array.from({ length: rows.rowCount }, (_, row) => rows.features.map((column) => cell(column, row))),
  };
  return new Map([
    ['input_example.json', JSON.stringify(split)],
    ['serving_input_example.json', JSON.stringify({ dataframe_split: split })],
  ]);
}

/** null and '' are missing. */
function cell(column: FeatureColumn, row: number): number | string | null {
  if (column.kind === 'category') {
    const code = column.codes[row]!;
    return code < 0 ? '' : column.categories[code]!;
  }
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}
