import type { ReviewItemDetail } from '@antidote/contracts';

type Column = ReviewItemDetail['columns'][number];
type ByClass = Column['byClass'][number];

export interface FieldLine {
  index: number;
  column: Column;
  same: string[];
  other: string[];
  /** Unusual for its label, or unlike at least one of the rows beside it. */
  differs: boolean;
}

/** Above this many fields a row opens with its differences only. */
export const MANY_FIELDS = 20;

/** The lines of the table: a field each, with the values of the nearest rows beside it. */
export function fieldLines(detail: ReviewItemDetail): FieldLine[] {
  return detail.columns.map((column, index) => {
    const same = detail.nearestSame.map((row) => row.values[index] ?? '');
    const other = detail.nearestOther.map((row) => row.values[index] ?? '');
    const differs = column.unusual || [...same, ...other].some((value) => value !== column.value);
    return { index, column, same, other, differs };
  });
}

export const filterLines = (lines: FieldLine[], find: string, onlyDifferences: boolean): FieldLine[] =>
  lines.filter(
    (line) => (!onlyDifferences || line.differs) && line.column.name.toLowerCase().includes(find.trim().toLowerCase()),
  );

const SHOWN_CLASSES = 4;

/** The classes that a cell has room for: all when few, else the given and the suggested one. */
export function shownClasses(column: Column, given: string, suggested: string): ByClass[] {
  if (column.byClass.length <= SHOWN_CLASSES) return column.byClass;
  return column.byClass.filter((item) => item.label === given || item.label === suggested);
}

/** Where a number lies between two ends, in percent, within 0 and 100. */
export function place(value: number, low: number, high: number): number {
  if (high <= low) return 50;
  return Math.min(100, Math.max(0, (100 * (value - low)) / (high - low)));
}

/** The ends of one scale for all classes of a numeric field, the row's own value included. */
export function stripEnds(classes: ByClass[], value: number): [low: number, high: number] {
  const ends = classes.flatMap((item) => (item.quantiles ? [item.quantiles[0], item.quantiles[4]] : []));
  const all = Number.isFinite(value) ? [...ends, value] : ends;
  return [Math.min(...all), Math.max(...all)];
}
