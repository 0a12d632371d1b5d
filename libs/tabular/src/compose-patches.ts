import { DomainError } from './domain-error.js';
import { isMissingNumber, parseNumber } from './parse-number.js';
import type { AddedRow, CellChange, Patch } from './patch.js';

const conflict = (row: number, problem: string) =>
  new DomainError('conflict', `Row ${row} ${problem}; make the patch again from the version it is applied to.`, {
    row,
  });

const quoted = (text: string) => JSON.stringify(text);

/** Texts of one value: the same, or the same number, or both missing. */
function sameValue(a: string, b: string): boolean {
  if (a === b) return true;
  if (isMissingNumber(a) && isMissingNumber(b)) return true;
  const number = parseNumber(a);
  return !Number.isNaN(number) && number === parseNumber(b);
}

/**
 * The patch that does `first` and then `second`, both against the base of `first`. A label or value that comes back to
 * the base's disappears from the patch. A row that `first` added takes `second`'s changes into itself; dropped, it
 * stays in both lists, so that its id is never used again. All lists are in row order, cells then by column.
 *
 * @param featureNames the table's features in order; needed where `second` changes cells of a row that `first` added
 * @throws DomainError `conflict` when `second` touches a row that `first` dropped, labelled or changed otherwise, or
 *   adds a row whose id is taken
 */
export function composePatches(first: Patch, second: Patch, featureNames: readonly string[] = []): Patch {
  const relabel = new Map(first.relabel.map((change) => [change.row, change]));
  const cells = new Map<number, Map<string, CellChange>>();
  for (const cell of first.cells) cellsOf(cells, cell.row).set(cell.column, cell);
  const add = new Map(first.add.map((row) => [row.row, row]));
  const drop = new Set(first.drop);
  const refuseDropped = (row: number) => {
    if (drop.has(row)) throw conflict(row, 'was dropped before');
  };

  for (const row of second.add) {
    if (add.has(row.row)) throw conflict(row.row, 'was added before');
    add.set(row.row, row);
  }
  for (const cell of second.cells) {
    refuseDropped(cell.row);
    const added = add.get(cell.row);
    if (added) add.set(cell.row, withCell(added, cell, featureNames));
    else changeCell(cellsOf(cells, cell.row), cell);
  }
  for (const { row, from, to } of second.relabel) {
    refuseDropped(row);
    const added = add.get(row);
    const earlier = relabel.get(row);
    const given = added?.label ?? earlier?.to;
    if (given !== undefined && given !== from) {
      throw conflict(row, `was given the label ${quoted(given)} before, not ${quoted(from)}`);
    }
    if (added) add.set(row, { ...added, label: to });
    else if ((earlier?.from ?? from) === to) relabel.delete(row);
    else relabel.set(row, { row, from: earlier?.from ?? from, to });
  }
  for (const row of second.drop) {
    refuseDropped(row);
    relabel.delete(row);
    cells.delete(row);
    drop.add(row);
  }
  const inRowOrder = (a: { row: number }, b: { row: number }) => a.row - b.row;
  return {
    relabel: [...relabel.values()].sort(inRowOrder),
    drop: [...drop].sort((a, b) => a - b),
    cells: [...cells.values()]
      .flatMap((row) => [...row.values()])
      .sort((a, b) => a.row - b.row || (a.column < b.column ? -1 : 1)),
    add: [...add.values()].sort(inRowOrder),
  };
}

function cellsOf(cells: Map<number, Map<string, CellChange>>, row: number): Map<string, CellChange> {
  let columns = cells.get(row);
  if (columns === undefined) cells.set(row, (columns = new Map()));
  return columns;
}

function changeCell(columns: Map<string, CellChange>, { row, column, from, to }: CellChange): void {
  const earlier = columns.get(column);
  if (earlier && !sameValue(earlier.to, from)) {
    throw conflict(row, `was given ${quoted(earlier.to)} in ${quoted(column)} before, not ${quoted(from)}`);
  }
  const origin = earlier?.from ?? from;
  if (origin === to) columns.delete(column);
  else columns.set(column, { row, column, from: origin, to });
}

function withCell(added: AddedRow, { row, column, from, to }: CellChange, featureNames: readonly string[]): AddedRow {
  const index = featureNames.indexOf(column);
  if (index < 0) throw conflict(row, `was added before, and its column ${quoted(column)} is not known`);
  if (!sameValue(added.values[index]!, from)) {
    throw conflict(row, `was added with ${quoted(added.values[index]!)} in ${quoted(column)}, not ${quoted(from)}`);
  }
  return { ...added, values: added.values.with(index, to) };
}
