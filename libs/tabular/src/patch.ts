import type { LabelChange } from '@antidote/contracts';
import { DomainError } from './domain-error.js';
import { labelText } from './labels.js';
import { selectRows } from './select-rows.js';
import { byCodePoint } from './by-code-point.js';
import type { Table } from './table.js';

/**
 * What a version changes against its base table: labels and dropped rows, never features.
 * Rows are row ids, counted from 0 in the registered file; `''` stands for a missing label.
 */
export interface Patch {
  relabel: LabelChange[];
  drop: number[];
}

export function emptyPatch(): Patch {
  return { relabel: [], drop: [] };
}

const conflict = (row: number, problem: string) =>
  new DomainError('conflict', `Row ${row} ${problem}; make the patch again from the version it is applied to.`, {
    row,
  });

/** Position of each row id by binary search; -1 where the table lacks it. */
function positionOf(rowIds: Uint32Array, row: number): number {
  let low = 0;
  let high = rowIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (rowIds[middle]! === row) return middle;
    if (rowIds[middle]! < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The table with the patch applied: relabels first, then drops. Label texts that the table lacks become classes, in
 * code point order; a class that loses its last row stays, so that codes remain comparable with the base.
 *
 * @throws DomainError `conflict` when a row is absent, named twice, or bears another label than `from`
 */
export function applyPatch(table: Table, patch: Patch): Table {
  const { classes: before } = table.target;
  const texts = new Set(before);
  for (const { to } of patch.relabel) if (to !== '') texts.add(to);
  const classes = texts.size === before.length ? before : [...texts].sort(byCodePoint);
  const codeOf = new Map(classes.map((text, code) => [text, code]));
  const recode = before.map((text) => codeOf.get(text)!);
  const codes = table.target.codes.map((code) => (code < 0 ? -1 : recode[code]!));

  const touched = new Set<number>();
  const locate = (row: number) => {
    const position = positionOf(table.rowIds, row);
    if (position < 0) throw conflict(row, 'is not in the table');
    if (touched.has(row)) throw conflict(row, 'is named twice in the patch');
    touched.add(row);
    return position;
  };
  for (const { row, from, to } of patch.relabel) {
    const position = locate(row);
    const given = labelText(table, position);
    if (given !== from) throw conflict(row, `has the label ${JSON.stringify(given)}, not ${JSON.stringify(from)}`);
    codes[position] = to === '' ? -1 : codeOf.get(to)!;
  }
  const dropped = new Set(patch.drop.map(locate));

  const relabelled: Table = { ...table, target: { ...table.target, codes, classes } };
  if (dropped.size === 0) return relabelled;
  const kept = new Uint32Array(table.rowCount - dropped.size);
  let next = 0;
  for (let position = 0; position < table.rowCount; position++) if (!dropped.has(position)) kept[next++] = position;
  return selectRows(relabelled, kept);
}

/**
 * The patch that does `first` and then `second`, both against the base of `first`. A label that comes back to the
 * base's disappears from the patch. Both lists are in row order.
 *
 * @throws DomainError `conflict` when `second` touches a row that `first` dropped or labelled otherwise
 */
export function composePatches(first: Patch, second: Patch): Patch {
  const relabel = new Map(first.relabel.map((change) => [change.row, change]));
  const drop = new Set(first.drop);
  const refuseDropped = (row: number) => {
    if (drop.has(row)) throw conflict(row, 'was dropped before');
  };
  for (const { row, from, to } of second.relabel) {
    refuseDropped(row);
    const earlier = relabel.get(row);
    if (earlier && earlier.to !== from) {
      throw conflict(row, `was given the label ${JSON.stringify(earlier.to)} before, not ${JSON.stringify(from)}`);
    }
    const change = { row, from: earlier?.from ?? from, to };
    if (change.from === change.to) relabel.delete(row);
    else relabel.set(row, change);
  }
  for (const row of second.drop) {
    refuseDropped(row);
    relabel.delete(row);
    drop.add(row);
  }
  return {
    relabel: [...relabel.values()].sort((a, b) => a.row - b.row),
    drop: [...drop].sort((a, b) => a - b),
  };
}
