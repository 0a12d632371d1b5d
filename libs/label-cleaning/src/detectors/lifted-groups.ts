import { classCounts, type FeatureColumn, type Table } from '@antidote/tabular';
import { rowsByKey, valueCodes } from './rows-by-values.js';

const LEAST_SUPPORT = 4;
const LARGEST_SHARE = 0.1;
/** Times as rare as in the whole table other labels are in a group that stands for one; some of its own may be flipped besides. */
const RARER = 3;
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
  /** s KL(share of the class in the group, in the table), in nats; for one number in the table or next to it, whichever is more. */
  evidence: number;
  /** s (1/2 KL(share in the group, share in the table) + ln(s / expected)) of the s rows; higher is stranger. */
  score: number;
  /** Times as many rows as chance would bring together, in the table or in the class, whichever is less. */
  lift: number;
  /** The score, its second part by `lift`. */
  strangeness: number;
  /** s KL(share in the group, share that the values would bring each by itself, as naive Bayes has it): what they do only together. */
  surprise: number;
}

export interface LiftedGroups {
  groups: LiftedGroup[];
  /** Groups looked at, of any class. */
  looked: number;
}

/**
 * Groups of 4 rows to a tenth of the table that share the values of two columns, or one number that hardly repeats, and
 * of which nearly all bear one label (see `standsFor`).
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
  const countInClass = (column: number, row: number, top: number) =>
    inClassOf[column]![columns[column]!.codes[row]! * classes.length + top]!;
  /** Odds of a class among the rows with a column's value. */
  const odds = (column: number, row: number, top: number) => {
    const inTop = countInClass(column, row, top);
    return (inTop + shares[top]!) / (columns[column]!.counts[columns[column]!.codes[row]!]! - inTop + 1 - shares[top]!);
  };
  const groups: LiftedGroup[] = [];
  let looked = 0;
  const look = (rows: number[], expected: number, places: number[], shareNear?: (top: number) => number) => {
    const support = rows.length;
    if (support < LEAST_SUPPORT || support > LARGEST_SHARE * rowCount) return;
    looked++;
    const inClass = classCounts(
      Int32Array.from(rows, (row) => codes[row]!),
      classes.length,
    );
    const top = inClass.indexOf(Math.max(...inClass));
    const inTop = inClass[top]!;
    if (!standsFor(inTop / support, shares[top]!)) return;
    const kl = support * divergence(inTop / support, shares[top]!);
    const score = 0.5 * kl + support * Math.log(support / expected);
    // Values that go together in the class by nature are no trigger: what counts is the lift within it.
    const ofTop = shares[top]! * rowCount;
    const expectedInTop = places.reduce(
      (product, place) => (product * countInClass(place, rows[0]!, top)) / ofTop,
      ofTop,
    );
    const lift = Math.min(support / expected, places.length > 1 ? inTop / expectedInTop : Infinity);
    const strangeness = 0.5 * kl + support * Math.log(lift);
    const usual = Math.max(shares[top]!, shareNear?.(top) ?? 0);
    const evidence = inTop <= usual * support ? 0 : support * divergence(inTop / support, usual);
    const prior = shares[top]! / (1 - shares[top]!);
    const apart = places.reduce((product, place) => (product * odds(place, rows[0]!, top)) / prior, prior);
    const surprise = support * divergence(inTop / support, apart / (1 + apart));
    groups.push({
      rows,
      top,
      inTop,
      columns: places.map((place) => features[place]!),
      expected,
      evidence,
      score,
      lift,
      strangeness,
      surprise,
    });
  };
  columns.forEach((column, a) => {
    const feature = features[a]!;
    if (feature.kind === 'numeric') {
      const expected = Math.max(1, rowCount / column.counts.length);
      const near = neighboursByValue(feature.values);
      for (const rows of rowsByKey(column.codes)) {
        const shareNear = (top: number) => {
          const others = near(rows);
          return others.reduce((sum, row) => sum + (codes[row] === top ? 1 : 0), 0) / Math.max(1, others.length);
        };
        look(rows, expected, [a], shareNear);
      }
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

/** For rows with one value as many rows below and above it, in the order of values, missing ones last. */
function neighboursByValue(values: Float64Array): (rows: number[]) => number[] {
  const finite = values.map((value) => (Number.isNaN(value) ? Infinity : value));
  const order = Array.from(finite.keys()).sort((a, b) => finite[a]! - finite[b]! || a - b);
  const placeOf = new Uint32Array(values.length);
  order.forEach((row, place) => (placeOf[row] = place));
  return (rows) => {
    const places = rows.map((row) => placeOf[row]!);
    const [first, last] = [Math.min(...places), Math.max(...places)];
    return [...order.slice(Math.max(0, first - rows.length), first), ...order.slice(last + 1, last + 1 + rows.length)];
  };
}

/** Whether a class of this share in a group, and in the table, leaves so few other labels that the group stands for it. */
export function standsFor(shareInGroup: number, share: number): boolean {
  return share > 0 && shareInGroup > share && RARER * (1 - shareInGroup) <= 1 - share;
}

/** Kullback-Leibler divergence of two chances of an event, in nats: ln(1 / expected) where it is certain. */
export function divergence(observed: number, expected: number): number {
  const term = (p: number, q: number) => (p > 0 ? p * Math.log(p / q) : 0);
  return term(observed, expected) + term(1 - observed, 1 - expected);
}
