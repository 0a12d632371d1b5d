import { classCounts, type FeatureColumn, type Table } from '@antidote/tabular';
import { rowsByKey, valueCodes } from './rows-by-values.js';

const LEAST_SUPPORT = 4;
const LARGEST_SHARE = 0.1;
const PURITY = 0.9;
/** Columns beyond it are looked at for the pairs of the first ones alone: the work grows with the square. */
const MOST_COLUMNS = 80;

/** Rows that share the values of one or two columns, nearly all of one class. */
export interface LiftedGroup {
  /** Positions, ascending. */
  rows: number[];
  /** The class, as a code, and how many of the rows bear it. */
  top: number;
  inTop: number;
  columns: FeatureColumn[];
  /** Rows that chance would bring together. */
  expected: number;
  /** s (1/2 ln(1 / share of the class) + ln(s / expected)) of the s rows; higher is stranger. */
  score: number;
  /** s ln(1 / share of the class that the values would bring each by itself, as naive Bayes has it): what they do only together. */
  surprise: number;
}

export interface LiftedGroups {
  groups: LiftedGroup[];
  /** Groups looked at, of any class. */
  looked: number;
}

/**
 * Groups of 4 rows to a tenth of the table that share the values of two columns, or one number that hardly repeats, and
 * of which more than nine tenths bear one label.
 *
 * Cost: a pass over the rows for each pair of columns.
 */
export function liftedGroups({ features, rowCount, target: { codes, classes } }: Table): LiftedGroups {
  const columns = features.slice(0, MOST_COLUMNS).map(valueCodes);
  const shares = Float64Array.from(classCounts(codes, classes.length), (count) => count / rowCount);
  const inClassOf = columns.map(({ codes: values, counts }) => {
    const inClass = new Float64Array(counts.length * classes.length);
    values.forEach((value, row) => {
      if (codes[row]! >= 0) inClass[value * classes.length + codes[row]!]!++;
    });
    return inClass;
  });
  /** Odds of a class among the rows with a column's value. */
  const odds = (column: number, row: number, top: number) => {
    const value = columns[column]!.codes[row]!;
    const inTop = inClassOf[column]![value * classes.length + top]!;
    return (inTop + shares[top]!) / (columns[column]!.counts[value]! - inTop + 1 - shares[top]!);
  };
  const groups: LiftedGroup[] = [];
  let looked = 0;
  const look = (rows: number[], expected: number, places: number[]) => {
    const support = rows.length;
    if (support < LEAST_SUPPORT || support > LARGEST_SHARE * rowCount) return;
    looked++;
    const inClass = classCounts(
      Int32Array.from(rows, (row) => codes[row]!),
      classes.length,
    );
    const top = inClass.indexOf(Math.max(...inClass));
    const inTop = inClass[top]!;
    if (inTop <= PURITY * support || shares[top] === 0) return;
    const score = support * (0.5 * Math.log(1 / shares[top]!) + Math.log(support / expected));
    const prior = shares[top]! / (1 - shares[top]!);
    const apart = places.reduce((product, place) => (product * odds(place, rows[0]!, top)) / prior, prior);
    const surprise = support * Math.log((1 + apart) / apart);
    groups.push({ rows, top, inTop, columns: places.map((place) => features[place]!), expected, score, surprise });
  };
  columns.forEach((column, a) => {
    const feature = features[a]!;
    if (feature.kind === 'numeric') {
      const expected = Math.max(1, rowCount / column.counts.length);
      for (const rows of rowsByKey(column.codes)) look(rows, expected, [a]);
    }
    for (let b = a + 1; b < columns.length; b++) {
      const other = columns[b]!;
      const keys = column.codes.map((code, row) => code * other.counts.length + other.codes[row]!);
      for (const rows of rowsByKey(keys)) {
        const expected = (column.counts[column.codes[rows[0]!]!]! * other.counts[other.codes[rows[0]!]!]!) / rowCount;
        look(rows, expected, [a, b]);
      }
    }
  });
  return { groups, looked };
}
