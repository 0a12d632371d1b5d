import { type FeatureColumn, type Table } from '@antidote/tabular';
import { renderCell } from './render-csv.js';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const PIECE_CHARACTERS = 1 << 16;

export interface RenderTableOptions {
  /** Puts an apostrophe before texts that a spreadsheet would compute. Such a file no longer holds the same texts. */
  forSpreadsheet?: boolean;
}

/**
 * A table as CSV (UTF-8, commas, LF), piece by piece: features, context, then the target; numbers in their shortest
 * form, missing values empty. Read again with the same target and roles it is the same table, but for row ids.
 */
export function* renderCsvPieces(table: Table, { forSpreadsheet = false }: RenderTableOptions = {}): Generator<string> {
  const text = (given: string) =>
    renderCell(forSpreadsheet && FORMULA.test(given) && !NUMBER.test(given) ? `'${given}` : given);
  const { target } = table;
  const columns = [...table.features, ...(table.context ?? [])];
  const labels: FeatureColumn = {
    kind: 'category',
    name: target.name,
    codes: target.codes,
    categories: target.classes,
  };
  const cells = [...columns, labels].map((column) => cellRenderer(column, text));
  let piece = `${[...columns, target].map(({ name }) => text(name)).join(',')}\n`;
  for (let position = 0; position < table.rowCount; position++) {
    let line = cells[0]!(position);
    for (let at = 1; at < cells.length; at++) line += `,${cells[at]!(position)}`;
    // An empty line is no record.
    piece += `${line || '""'}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function cellRenderer(column: FeatureColumn, text: (given: string) => string): (position: number) => string {
  if (column.kind === 'numeric') {
    const { values } = column;
    return (position) => (Number.isNaN(values[position]!) ? '' : String(values[position]));
  }
  const { codes } = column;
  const rendered = column.categories.map(text);
  return (position) => rendered[codes[position]!] ?? '';
}
