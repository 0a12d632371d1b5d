import { DomainError } from './domain-error.js';
import { labelText } from './labels.js';
import { numberOf } from './number-of.js';
import type { CellChange, Patch } from './patch.js';
import { appendRows } from './append-rows.js';
import { positionOf } from './row-position.js';
import { selectRows } from './select-rows.js';
import type { CategoryColumn, FeatureColumn, NumericColumn, Table } from './table.js';
import { withTexts } from './with-texts.js';

const conflict = (row: number, problem: string) =>
  new DomainError('conflict', `Row ${row} ${problem}; make the patch again from the version it is applied to.`, {
    row,
  });

/**
 * The table with the patch applied: rows added, cells changed, rows relabelled, rows dropped, in that order. A row may
 * be added and dropped: so a lineage remembers that its id is taken. Label texts that the table lacks become classes,
 * in code point order, and so for categories; a class that loses its last row stays, so that codes remain comparable
 * with the base. Columns that no change touches are shared with `table` where no row is added or dropped.
 *
 * @throws DomainError `conflict` when a row is absent, named twice, or bears another value than `from`;
 *   `column_mismatch` when a column is absent or a number is wanted
 */
export function applyPatch(table: Table, patch: Patch): Table {
  const grown = relabelled(changed(appendRows(table, patch.add), patch), patch);
  if (patch.drop.length === 0) return grown;
  const dropped = new Uint8Array(grown.rowCount);
  const touched = new Set(patch.relabel.map(({ row }) => row));
  for (const { row } of patch.cells) touched.add(row);
  for (const row of patch.drop) {
    const position = positionOf(grown.rowIds, row);
    if (position < 0) throw conflict(row, 'is not in the table');
    if (dropped[position] || touched.has(row)) throw conflict(row, 'is named twice in the patch');
    dropped[position] = 1;
  }
  const kept = new Uint32Array(grown.rowCount - patch.drop.length);
  let next = 0;
  for (let position = 0; position < grown.rowCount; position++) if (!dropped[position]) kept[next++] = position;
  return selectRows(grown, kept);
}

function relabelled(table: Table, { relabel }: Patch): Table {
  if (relabel.length === 0) return { ...table, target: { ...table.target, codes: table.target.codes.slice() } };
  const target = withTexts(
    { codes: table.target.codes.slice(), texts: table.target.classes },
    relabel.map(({ to }) => to),
  );
  const codeOf = new Map(target.texts.map((text, code) => [text, code]));
  const touched = new Set<number>();
  for (const { row, from, to } of relabel) {
    const position = positionOf(table.rowIds, row);
    if (position < 0) throw conflict(row, 'is not in the table');
    if (touched.has(row)) throw conflict(row, 'is named twice in the patch');
    touched.add(row);
    const given = labelText(table, position);
    if (given !== from) throw conflict(row, `has the label ${JSON.stringify(given)}, not ${JSON.stringify(from)}`);
    target.codes[position] = to === '' ? -1 : codeOf.get(to)!;
  }
  return { ...table, target: { ...table.target, codes: target.codes, classes: target.texts } };
}

function changed(table: Table, { cells }: Patch): Table {
  if (cells.length === 0) return table;
  const byColumn = new Map<string, CellChange[]>();
  for (const cell of cells) {
    const list = byColumn.get(cell.column);
    if (list) list.push(cell);
    else byColumn.set(cell.column, [cell]);
  }
  const known = new Set(table.features.map(({ name }) => name));
  for (const [column, [first]] of byColumn) {
    if (!known.has(column)) {
      throw new DomainError(
        'column_mismatch',
        `The patch changes row ${first!.row} in column ${JSON.stringify(column)}, which is no feature of the table.`,
        { column, row: first!.row },
      );
    }
  }
  return {
    ...table,
    features: table.features.map((column): FeatureColumn => {
      const changes = byColumn.get(column.name);
      if (changes === undefined) return column;
      const touched = new Set<number>();
      for (const { row } of changes) {
        if (positionOf(table.rowIds, row) < 0) throw conflict(row, 'is not in the table');
        if (touched.has(row)) throw conflict(row, `is named twice for column ${JSON.stringify(column.name)}`);
        touched.add(row);
      }
      return column.kind === 'numeric' ? changedNumbers(table, column, changes) : changedTexts(table, column, changes);
    }),
  };
}

function changedNumbers(table: Table, column: NumericColumn, changes: CellChange[]): NumericColumn {
  const values = column.values.slice();
  for (const { row, from, to } of changes) {
    const position = positionOf(table.rowIds, row);
    // Numbers are compared, not their texts: a file may write 1.50 where the table says 1.5.
    if (!Object.is(numberOf(from, row, column.name) + 0, values[position]! + 0)) {
      throw conflict(
        row,
        `has ${String(values[position])} in ${JSON.stringify(column.name)}, not ${JSON.stringify(from)}`,
      );
    }
    values[position] = numberOf(to, row, column.name);
  }
  return { ...column, values };
}

function changedTexts(table: Table, column: CategoryColumn, changes: CellChange[]): CategoryColumn {
  const { codes, texts } = withTexts(
    { codes: column.codes.slice(), texts: column.categories },
    changes.map(({ to }) => to),
  );
  const codeOf = new Map(texts.map((text, code) => [text, code]));
  for (const { row, from, to } of changes) {
    const position = positionOf(table.rowIds, row);
    const given = codes[position]! < 0 ? '' : texts[codes[position]!]!;
    if (given !== from) {
      throw conflict(
        row,
        `has ${JSON.stringify(given)} in ${JSON.stringify(column.name)}, not ${JSON.stringify(from)}`,
      );
    }
    codes[position] = to === '' ? -1 : codeOf.get(to)!;
  }
  return { ...column, codes, categories: texts };
}
