import { numberOf } from './number-of.js';
import { DomainError } from './domain-error.js';
import type { AddedRow } from './patch.js';
import type { FeatureColumn, Table } from './table.js';
import { withTexts } from './with-texts.js';

/**
 * The table with rows appended, in row id order.
 *
 * @throws DomainError `conflict` when a row id is not above the table's, or comes twice; `shape_mismatch` when a row
 *   has another number of values than the table has columns; `column_mismatch` when a number is wanted
 */
export function appendRows(table: Table, added: AddedRow[]): Table {
  if (added.length === 0) return table;
  const rows = [...added].sort((a, b) => a.row - b.row);
  let last = table.rowIds.at(-1) ?? -1;
  for (const { row, values, context } of rows) {
    if (row <= last) {
      throw new DomainError('conflict', `Row ${row} cannot be added: ids up to ${last} are taken; give it a new one.`, {
        row,
      });
    }
    last = row;
    const wanted = [table.features.length, table.context?.length ?? 0] as const;
    if (values.length !== wanted[0] || (context !== undefined && context.length !== wanted[1])) {
      throw new DomainError(
        'shape_mismatch',
        `Added row ${row} has ${values.length} values and ${context?.length ?? 0} of context; the table has ${wanted[0]} and ${wanted[1]} columns.`,
        { row },
      );
    }
  }
  const grow = (column: FeatureColumn, textOf: (row: AddedRow) => string) => grownColumn(table, column, rows, textOf);
  const target = grownTexts(
    table.target.codes,
    table.target.classes,
    rows.map(({ label }) => label),
  );
  return {
    rowCount: table.rowCount + rows.length,
    rowIds: concatenated(
      new Uint32Array(table.rowCount + rows.length),
      table.rowIds,
      rows.map(({ row }) => row),
    ),
    features: table.features.map((column, index) => grow(column, ({ values }) => values[index]!)),
    target: { ...table.target, codes: target.codes, classes: target.texts },
    ...(table.context && {
      context: table.context.map((column, index) => ({
        ...grow(column, ({ context }) => context?.[index] ?? ''),
        role: column.role,
      })),
    }),
  };
}

function concatenated<T extends Float64Array | Int32Array | Uint32Array>(into: T, before: T, after: number[]): T {
  into.set(before);
  into.set(after, before.length);
  return into;
}

function grownColumn(
  table: Table,
  column: FeatureColumn,
  rows: AddedRow[],
  textOf: (row: AddedRow) => string,
): FeatureColumn {
  if (column.kind === 'numeric') {
    const values = rows.map((row) => numberOf(textOf(row), row.row, column.name));
    return { ...column, values: concatenated(new Float64Array(table.rowCount + rows.length), column.values, values) };
  }
  const { codes, texts } = grownTexts(column.codes, column.categories, rows.map(textOf));
  return { ...column, codes, categories: texts };
}

function grownTexts(codes: Int32Array, texts: string[], added: string[]): { codes: Int32Array; texts: string[] } {
  const grown = withTexts({ codes, texts }, added);
  const codeOf = new Map(grown.texts.map((text, code) => [text, code]));
  const more = added.map((text) => (text === '' ? -1 : codeOf.get(text)!));
  return { texts: grown.texts, codes: concatenated(new Int32Array(codes.length + more.length), grown.codes, more) };
}
