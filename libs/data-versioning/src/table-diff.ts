import type { CellDifference, ColumnStatistics, LabelChangeGroup, TableDiff } from '@antidote/contracts';
import { cellText, HIDDEN_TEXT, labelText, sourceColumn, type FeatureColumn, type Table } from '@antidote/tabular';
import type { RowsDiffer } from './rows-differ.js';

export interface DiffWindow {
  offset: number;
  limit: number;
}

export interface DiffOptions {
  /** Rows for which this is false are equal, and are looked at no further. */
  differ: RowsDiffer;
  /** Which of the changed cells are listed. */
  window?: DiffWindow;
  /** Names of columns whose values are told as `HIDDEN_TEXT`, and whose statistics are left out. */
  sensitive?: Iterable<string>;
}

/** Row ids that are listed; the others are counted. */
const LISTED_ROWS = 1000;

/**
 * What changed from one table to another of its lineage, matched by row id: groups of labels first, then cells, rows
 * and statistics. The cost beyond one pass over the row ids is that of what changed.
 */
export function diffTables(
  before: Table,
  after: Table,
  { differ, window = { offset: 0, limit: 100 }, sensitive = [] }: DiffOptions,
): TableDiff {
  const hidden = new Set(sensitive);
  const groups = new Map<string, LabelChangeGroup>();
  const shown: CellDifference[] = [];
  const added: number[] = [];
  const dropped: number[] = [];
  let [cells, changedLabels, changedRows, addedCount, droppedCount] = [0, 0, 0, 0, 0];
  const source = sourceColumn(after);
  const columnsAfter = new Map(after.features.map((column) => [column.name, column]));
  const shared = before.features.flatMap((column): [FeatureColumn, FeatureColumn][] => {
    const other = columnsAfter.get(column.name);
    return other ? [[column, other]] : [];
  });
  const cell = (row: number, column: string, from: string, to: string) => {
    if (from === to) return;
    if (cells >= window.offset && shown.length < window.limit) {
      shown.push(hidden.has(column) ? { row, column, from: masked(from), to: masked(to) } : { row, column, from, to });
    }
    cells++;
  };

  const touchedColumns = new Set<string>();
  const idsBefore = before.rowIds;
  const idsAfter = after.rowIds;
  let [a, b] = [0, 0];
  while (a < idsBefore.length || b < idsAfter.length) {
    if (b >= idsAfter.length || idsBefore[a]! < idsAfter[b]!) {
      if (droppedCount++ < LISTED_ROWS) dropped.push(idsBefore[a]!);
      a++;
      continue;
    }
    if (a >= idsBefore.length || idsAfter[b]! < idsBefore[a]!) {
      if (addedCount++ < LISTED_ROWS) added.push(idsAfter[b]!);
      b++;
      continue;
    }
    if (differ(a, b)) {
      const row = idsAfter[b]!;
      changedRows++;
      const [from, to] = [labelText(before, a), labelText(after, b)];
      if (from !== to) {
        changedLabels++;
        const code = source?.codes[b] ?? -1;
        const name = code < 0 ? null : source!.names[code]!;
        const key = JSON.stringify([from, to, name]);
        const group = groups.get(key) ?? { from, to, source: name, rows: 0 };
        group.rows++;
        groups.set(key, group);
      }
      cell(row, after.target.name, from, to);
      for (const [old, fresh] of shared) {
        const [oldText, freshText] = [cellText(old, a), cellText(fresh, b)];
        if (oldText !== freshText) touchedColumns.add(old.name);
        cell(row, old.name, oldText, freshText);
      }
    }
    a++;
    b++;
  }
  return {
    rowsBefore: before.rowCount,
    rowsAfter: after.rowCount,
    labelGroups: [...groups.values()].sort((x, y) => y.rows - x.rows),
    changedLabels,
    changedRows,
    cells: { total: cells, offset: window.offset, shown },
    added: { total: addedCount, rows: added },
    dropped: { total: droppedCount, rows: dropped },
    columns: columnDifferences(before, after, touchedColumns, addedCount + droppedCount > 0).map((one) =>
      hidden.has(one.name) ? { ...one, before: hideStatistics(one.before), after: hideStatistics(one.after) } : one,
    ),
    classes: classDifferences(before, after),
  };
}

const masked = (text: string) => (text === '' ? '' : HIDDEN_TEXT);

function columnDifferences(
  before: Table,
  after: Table,
  touched: Set<string>,
  rowsDiffer: boolean,
): TableDiff['columns'] {
  const old = new Map(before.features.map((column) => [column.name, column]));
  const fresh = new Map(after.features.map((column) => [column.name, column]));
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names.flatMap((name) => {
    const [from, to] = [old.get(name), fresh.get(name)];
    if (from && to && from.kind === to.kind && !rowsDiffer && !touched.has(name)) return [];
    return [{ name, before: from ? statistics(from) : null, after: to ? statistics(to) : null }];
  });
}

function hideStatistics(of: ColumnStatistics | null): ColumnStatistics | null {
  return of && { ...of, mean: null, sd: null };
}

function statistics(column: FeatureColumn): ColumnStatistics {
  if (column.kind === 'category') {
    const seen = new Set<number>();
    let missing = 0;
    for (const code of column.codes) {
      if (code < 0) missing++;
      else seen.add(code);
    }
    return { kind: 'category', missing, mean: null, sd: null, distinct: seen.size };
  }
  // Welford's way: one pass, and no loss where the mean is large beside the spread.
  let [count, mean, squares] = [0, 0, 0];
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    count++;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  return {
    kind: 'numeric',
    missing: column.values.length - count,
    mean: count > 0 ? mean : null,
    sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    distinct: null,
  };
}

function classDifferences(before: Table, after: Table): TableDiff['classes'] {
  const counts = new Map<string, { before: number; after: number }>();
  const count = ({ target }: Table, side: 'before' | 'after') => {
    const rows = new Int32Array(target.classes.length);
    for (const code of target.codes) if (code >= 0) rows[code]!++;
    target.classes.forEach((label, code) => {
      const entry = counts.get(label) ?? { before: 0, after: 0 };
      entry[side] = rows[code]!;
      counts.set(label, entry);
    });
  };
  count(before, 'before');
  count(after, 'after');
  return [...counts].map(([label, sides]) => ({ label, ...sides })).filter((one) => one.before + one.after > 0);
}
