import type { ColumnProfile, VersionSummary, WrittenExpectations } from '@antidote/contracts';

/** Columns with so many texts or fewer get them listed as allowed. */
const MOST_ALLOWED = 10;
/** A text must occur so often, on the mean, to be taken for one of a fixed list. */
const OFTEN = 5;

/**
 * Expectations that a table meets itself, to be read and tightened by people: types, ranges a tenth wider than what was
 * seen, texts, shares of missing values, classes, and half the rows.
 *
 * @param columns profiles; of one without its numbers and texts the type and the missing share alone are proposed
 */
export function proposeExpectations(
  { rows, classes }: Pick<VersionSummary, 'rows' | 'classes'>,
  columns: ColumnProfile[],
): WrittenExpectations {
  const present = classes.filter((one) => one.rows > 0);
  const labelled = present.reduce((sum, one) => sum + one.rows, 0);
  const smallest = Math.min(...present.map((one) => one.rows)) / Math.max(1, labelled);
  return {
    formatVersion: 1,
    rows: { min: Math.floor(rows / 2) },
    label: {
      classes: present.map(({ label }) => label),
      minShare: roundDown(smallest / 2),
      maxMissing: roundUp(1 - labelled / Math.max(1, rows)),
    },
    columns: Object.fromEntries(columns.map((column) => [column.column, propose(column, rows)])),
    otherColumns: 'warn',
  };
}

function propose(
  { kind, missing, numbers, top, distinct }: ColumnProfile,
  rows: number,
): NonNullable<WrittenExpectations['columns']>[string] {
  const fixed = {
    type: kind,
    maxMissing: roundUp(Math.min(1, missing * 1.5)),
    severity: 'warn',
  } as const;
  if (numbers) {
    // A flag.
    if (numbers.integer && distinct === 2) return { ...fixed, allowed: [numbers.min, numbers.max] };
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
