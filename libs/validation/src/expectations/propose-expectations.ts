import type { ColumnProfile, Expectations } from '@antidote/contracts';
import type { Table } from '@antidote/tabular';

/** Columns with so many texts or fewer get them listed as allowed. */
const MOST_ALLOWED = 10;
/** A text must occur so often, on the mean, to be taken for one of a fixed list. */
const OFTEN = 5;

/**
 * Expectations that the table meets itself, to be read and tightened by people: types, ranges a tenth wider than what
 * was seen, texts, shares of missing values, classes, and half the rows.
 */
export function proposeExpectations(table: Table, columns: ColumnProfile[]): Expectations {
  const counts = new Float64Array(table.target.classes.length);
  let labelled = 0;
  for (const code of table.target.codes) {
    if (code < 0) continue;
    counts[code]!++;
    labelled++;
  }
  const present = table.target.classes.filter((_, code) => counts[code]! > 0);
  const smallest = Math.min(...counts.filter((count) => count > 0)) / Math.max(1, labelled);
  return {
    formatVersion: 1,
    rows: { min: Math.floor(table.rowCount / 2) },
    label: {
      classes: present,
      minShare: roundDown(smallest / 2),
      maxMissing: roundUp(1 - labelled / Math.max(1, table.rowCount)),
    },
    columns: Object.fromEntries(columns.map((column) => [column.column, propose(column, table.rowCount)])),
    otherColumns: 'warn',
    checks: {},
  };
}

function propose(
  { kind, missing, numbers, top, distinct }: ColumnProfile,
  rows: number,
): Expectations['columns'][string] {
  const fixed = {
    type: kind,
    maxMissing: roundUp(Math.min(1, missing * 1.5)),
    required: true,
    severity: 'warn',
    quarantine: false,
  } as const;
  if (numbers) {
    const margin = (numbers.max - numbers.min) / 10;
    const [low, high] = [numbers.min - margin, numbers.max + margin];
    // What never is negative stays so.
    const min = numbers.min >= 0 ? Math.max(0, low) : low;
    return numbers.integer
      ? { ...fixed, min: Math.floor(min), max: Math.ceil(high), integer: true }
      : { ...fixed, min: Number(min.toPrecision(6)), max: Number(high.toPrecision(6)) };
  }
  const isList =
    top !== null && distinct > 0 && distinct <= MOST_ALLOWED && distinct <= top.length && rows >= OFTEN * distinct;
  return isList ? { ...fixed, allowed: top.map(({ value }) => value) } : fixed;
}

const roundUp = (share: number) => Math.ceil(share * 1000) / 1000;
const roundDown = (share: number) => Math.floor(share * 1000) / 1000;
