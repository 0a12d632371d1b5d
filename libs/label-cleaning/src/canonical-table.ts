import { byCodePoint, type FeatureColumn, type Table } from '@antidote/tabular';
import { rankedByQuality, type LabelIssues } from './label-issues.js';

/**
 * A table in an order and a scale of its own, so that what a detector says of a row depends neither on the order of
 * rows, columns or classes nor on the unit of a number.
 */
export interface CanonicalTable {
  /** Columns by name; numbers replaced by their mid-ranks; rows by their features; classes by size, then first row. */
  table: Table;
  /** Position in the given table of each canonical row. */
  order: Uint32Array;
  /** Canonical code of each class code. */
  classOf: Int32Array;
  /** Rows with the same features and label have the same number; from 0, ascending. */
  twins: Uint32Array;
}

export function canonicalTable(given: Table): CanonicalTable {
  const { rowCount, target } = given;
  const columns = [...given.features].sort((a, b) => byCodePoint(a.name, b.name)).map(midRanked);
  const keys = columns.map((column) => (column.kind === 'numeric' ? column.values : column.codes));
  const compare = (a: number, b: number) => {
    for (const key of keys) {
      const [x, y] = [key[a]!, key[b]!];
      if (x < y) return -1;
      if (x > y) return 1;
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return Number.isNaN(x) ? 1 : -1;
    }
    return 0;
  };
  const byFeatures = Uint32Array.from({ length: rowCount }, (_, row) => row).sort((a, b) => compare(a, b) || a - b);
  const vectorOf = new Uint32Array(rowCount);
  let vector = 0;
  byFeatures.forEach((row, i) => {
    if (i > 0 && compare(byFeatures[i - 1]!, row) !== 0) vector++;
    vectorOf[row] = vector;
  });

  const classOf = canonicalClasses(target.codes, target.classes.length, vectorOf, byFeatures);
  const codeOf = (row: number) => (target.codes[row]! < 0 ? -1 : classOf[target.codes[row]!]!);
  const order = byFeatures.sort((a, b) => vectorOf[a]! - vectorOf[b]! || codeOf(a) - codeOf(b) || a - b);
  const codes = Int32Array.from(order, codeOf);
  const twins = new Uint32Array(rowCount);
  for (let i = 1; i < rowCount; i++) {
    const same = vectorOf[order[i]!] === vectorOf[order[i - 1]!] && codes[i] === codes[i - 1];
    twins[i] = twins[i - 1]! + (same ? 0 : 1);
  }
  const classes = new Array<string>(target.classes.length);
  target.classes.forEach((text, code) => (classes[classOf[code]!] = text));
  const features = columns.map((column): FeatureColumn =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(order, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) },
  );
  const rowIds = Uint32Array.from(order, (_, position) => position);
  return {
    table: { rowCount, rowIds, features, target: { name: target.name, codes, classes } },
    order,
    classOf,
    twins,
  };
}

/**
 * Twins share their mean, as nothing tells them apart.
 * @param predProbs row-major, canonical rows x classes; changed in place and returned
 */
export function sharedByTwins({ twins, classOf }: CanonicalTable, predProbs: Float64Array): Float64Array {
  const classCount = classOf.length;
  for (let from = 0, to = 0; from < twins.length; from = to) {
    while (to < twins.length && twins[to] === twins[from]) to++;
    if (to - from === 1) continue;
    for (let c = 0; c < classCount; c++) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += predProbs[i * classCount + c]!;
      for (let i = from; i < to; i++) predProbs[i * classCount + c] = sum / (to - from);
    }
  }
  return predProbs;
}

/** What was found of canonical rows and classes, in the given table's rows and classes. */
export function inGivenOrder(canonical: CanonicalTable, found: LabelIssues): LabelIssues {
  const { order, classOf, table } = canonical;
  const classCount = classOf.length;
  const given = new Int32Array(classCount);
  classOf.forEach((canonical, code) => (given[canonical] = code));
  const rows = <T extends Float64Array | Int32Array | Uint8Array>(from: T): T => {
    const into = from.slice() as T;
    order.forEach((row, i) => (into[row] = from[i]!));
    return into;
  };
  const quality = rows(found.quality);
  const codes = rows(table.target.codes);
  return {
    quality,
    flagged: rows(found.flagged),
    suggested: rows(found.suggested).map((code) => given[code]!),
    ranked: rankedByQuality(quality, codes),
    predProbs: probabilitiesInGivenOrder(canonical, found.predProbs),
    firstLook: probabilitiesInGivenOrder(canonical, found.firstLook),
  };
}

/** @param predProbs row-major, canonical rows x classes; those returned are in the given table's order */
export function probabilitiesInGivenOrder({ order, classOf }: CanonicalTable, predProbs: Float64Array): Float64Array {
  const classCount = classOf.length;
  const into = new Float64Array(predProbs.length);
  order.forEach((row, i) => {
    for (let c = 0; c < classCount; c++) into[row * classCount + c] = predProbs[i * classCount + classOf[c]!]!;
  });
  return into;
}

/** Each number replaced by the middle of the places that its value takes in the sorted column; NaN where missing. */
function midRanked(column: FeatureColumn): FeatureColumn {
  if (column.kind === 'category') return column;
  const sorted = column.values.filter(Number.isFinite).sort();
  const rankOf = new Map<number, number>();
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    rankOf.set(sorted[from]!, (from + to) / 2);
  }
  return { ...column, values: column.values.map((value) => rankOf.get(value) ?? NaN) };
}

/** Largest class first; equal ones by the first place, in the order of features, where only one of them stands. */
function canonicalClasses(codes: Int32Array, classCount: number, vectorOf: Uint32Array, rows: Uint32Array): Int32Array {
  const places = Array.from({ length: classCount }, (): number[] => []);
  for (const row of rows) if (codes[row]! >= 0) places[codes[row]!]!.push(vectorOf[row]!);
  const first = (a: number[], b: number[]) => {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
    return 0;
  };
  const sorted = [...places.keys()].sort(
    (a, b) => places[b]!.length - places[a]!.length || first(places[a]!, places[b]!) || a - b,
  );
  const classOf = new Int32Array(classCount);
  sorted.forEach((code, canonical) => (classOf[code] = canonical));
  return classOf;
}
