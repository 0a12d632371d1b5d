import type { CellDifference, ColumnStatistics, LabelChangeGroup, TableDiff } from '@antidote/contracts';
import { cellText, labelText, sourceColumn, type FeatureColumn, type Table } from '@antidote/tabular';
import { HASH_BYTES } from './feature-hashes.js';

export interface DiffSide {
  table: Table;
  /** `rowLeaves(table)`: rows with equal leaves are equal and are looked at no further. */
  leaves: Uint8Array;
}

export interface DiffWindow {
  offset: number;
  limit: number;
}

/** Row ids that are listed; the others are counted. */
const LISTED_ROWS = 1000;

/**
 * What changed from one table to another of its lineage, matched by row id: groups of labels first, then cells, rows
 * and statistics. Rows are compared by their hashes, so that the cost beyond one pass is that of what changed.
 */
export function diffTables(
  before: DiffSide,
  after: DiffSide,
  window: DiffWindow = { offset: 0, limit: 100 },
): TableDiff {
  const groups = new Map<string, LabelChangeGroup>();
  const shown: CellDifference[] = [];
  const added: number[] = [];
  const dropped: number[] = [];
  let [cells, changedLabels, changedRows, addedCount, droppedCount] = [0, 0, 0, 0, 0];
  const source = sourceColumn(after.table);
  const columnsAfter = new Map(after.table.features.map((column) => [column.name, column]));
  const shared = before.table.features.flatMap((column): [FeatureColumn, FeatureColumn][] => {
    const other = columnsAfter.get(column.name);
    return other ? [[column, other]] : [];
  });
  const cell = (row: number, column: string, from: string, to: string) => {
    if (from === to) return;
    if (cells >= window.offset && shown.length < window.limit) shown.push({ row, column, from, to });
    cells++;
  };

  const touchedColumns = new Set<string>();
  const idsBefore = before.table.rowIds;
  const idsAfter = after.table.rowIds;
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
    if (!sameLeaf(before.leaves, a, after.leaves, b)) {
      const row = idsAfter[b]!;
      changedRows++;
      const [from, to] = [labelText(before.table, a), labelText(after.table, b)];
      if (from !== to) {
        changedLabels++;
        const code = source?.codes[b] ?? -1;
        const name = code < 0 ? null : source!.names[code]!;
        const key = JSON.stringify([from, to, name]);
        const group = groups.get(key) ?? { from, to, source: name, rows: 0 };
        group.rows++;
        groups.set(key, group);
      }
      cell(row, after.table.target.name, from, to);
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
    rowsBefore: before.table.rowCount,
    rowsAfter: after.table.rowCount,
    labelGroups: [...groups.values()].sort((x, y) => y.rows - x.rows),
    changedLabels,
    changedRows,
    cells: { total: cells, offset: window.offset, shown },
    added: { total: addedCount, rows: added },
    dropped: { total: droppedCount, rows: dropped },
    columns: columnDifferences(before.table, after.table, touchedColumns, addedCount + droppedCount > 0),
    classes: classDifferences(before.table, after.table),
  };
}

function sameLeaf(a: Uint8Array, i: number, b: Uint8Array, j: number): boolean {
  const [from, other] = [i * HASH_BYTES, j * HASH_BYTES];
  for (let byte = 0; byte < HASH_BYTES; byte++) if (a[from + byte] !== b[other + byte]) return false;
  return true;
}

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
