import type { ColumnDrift } from '@antidote/contracts';
import {
  chiSquaredTwoSample,
  jensenShannonDistance,
  kolmogorovSmirnov,
  populationStabilityIndex,
  proportionsZTest,
  sharedHistogram,
  wassersteinDistance,
} from '@antidote/statistics';
import { byCodePoint, type CategoryColumn, type FeatureColumn, type NumericColumn } from '@antidote/tabular';

export interface ColumnDriftOptions {
  /** A p-value below it is drift. */
  significance: number;
  /** A distance from it upwards is drift. */
  distance: number;
  /** `psi`: the population stability index for every column, whatever the number of rows. */
  test: 'auto' | 'psi';
}

/** Up to so many reference rows tests of significance decide, above them distances: with many rows all is significant. */
const SMALL = 1000;
/** Numbers with so few values are compared as categories. */
const FEW_VALUES = 5;
/** A change of the share of missing values from here on, beyond chance, is drift too. */
const MISSING_CHANGE = 0.1;
const LISTED_CATEGORIES = 20;

type Compared = Pick<ColumnDrift, 'test' | 'statistic' | 'pValue' | 'threshold' | 'drifted'>;

/**
 * Compares a column of two tables by the defaults of Evidently: up to 1,000 reference rows Kolmogorov-Smirnov for
 * numbers, chi-squared (two samples, where Evidently takes the reference as exact) for more than two categories and the
 * Z-test of proportions for two; above, Wasserstein per standard deviation of the reference and Jensen-Shannon.
 */
export function columnDrift(
  reference: FeatureColumn,
  current: FeatureColumn,
  options: ColumnDriftOptions,
): ColumnDrift {
  const sides = { reference: present(reference), current: present(current) };
  const missing = { reference: missingShare(reference), current: missingShare(current) };
  const facts = {
    column: reference.name,
    kind: reference.kind,
    missing,
    newCategories: newCategories(reference, current),
  };
  const structure = (drifted: boolean, note: string): ColumnDrift => ({
    ...facts,
    test: 'structure',
    statistic: null,
    pValue: null,
    threshold: 0,
    drifted,
    note,
  });
  if (sides.reference === 0 && sides.current === 0) return structure(false, 'no value on either side');
  if (sides.reference === 0) return structure(true, 'no value in the reference');
  if (sides.current === 0) return structure(true, 'every current value is missing');
  if (reference.kind !== current.kind) {
    const word = { numeric: 'numbers', category: 'texts' };
    return structure(true, `${word[reference.kind]} in the reference, ${word[current.kind]} now`);
  }
  const compared =
    reference.kind === 'numeric'
      ? compareNumbers(reference, current as NumericColumn, options)
      : compareCounts(categoryCounts(reference, current as CategoryColumn), rowsOf(reference), options);
  const notes: string[] = [];
  if (Math.min(sides.reference, sides.current) < 30) {
    notes.push(`only ${Math.min(sides.reference, sides.current)} values on one side: little can be seen`);
  }
  const change = Math.abs(missing.reference - missing.current);
  const moreMissing = change >= MISSING_CHANGE && missingTest(reference, current) < options.significance;
  if (moreMissing) notes.push('the share of missing values changed');
  return { ...facts, ...compared, drifted: compared.drifted || moreMissing, note: notes.join('; ') || null };
}

function compareNumbers(reference: NumericColumn, current: NumericColumn, options: ColumnDriftOptions): Compared {
  const [before, after] = [sorted(reference.values), sorted(current.values)];
  const values = distinctUpTo(before, after, 20);
  if (options.test === 'psi') {
    const bins = values.length > 20 ? sharedHistogram(before, after) : valueCounts(values, before, after);
    return asDistance('psi', populationStabilityIndex(bins.reference, bins.current), options);
  }
  if (values.length <= FEW_VALUES) {
    return compareCounts(valueCounts(values, before, after), rowsOf(reference), options);
  }
  if (rowsOf(reference) <= SMALL) return asTest('ks', kolmogorovSmirnov(before, after), options);
  const scale = Math.max(populationSd(before), 0.001);
  return asDistance('wasserstein', wassersteinDistance(before, after) / scale, options);
}

function compareCounts(counts: Counts, referenceRows: number, options: ColumnDriftOptions): Compared {
  const { reference, current } = counts;
  if (options.test === 'psi') return asDistance('psi', populationStabilityIndex(reference, current), options);
  if (referenceRows > SMALL) return asDistance('jensen-shannon', jensenShannonDistance(reference, current), options);
  if (reference.length > 2) return asTest('chi-squared', chiSquaredTwoSample(reference, current), options);
  const side = (of: Float64Array) => ({ positives: of[0] ?? 0, rows: of.reduce((sum, count) => sum + count, 0) });
  return asTest('z-test', proportionsZTest(side(reference), side(current)), options);
}

const asTest = (
  test: Compared['test'],
  { statistic, pValue }: { statistic: number; pValue: number },
  { significance }: ColumnDriftOptions,
): Compared => ({ test, statistic, pValue, threshold: significance, drifted: pValue < significance });

const asDistance = (test: Compared['test'], statistic: number, { distance }: ColumnDriftOptions): Compared => ({
  test,
  statistic,
  pValue: null,
  threshold: distance,
  drifted: statistic >= distance,
});

interface Counts {
  reference: Float64Array;
  current: Float64Array;
}

/** Counts of each category that occurs on a side, over the texts of both. */
function categoryCounts(reference: CategoryColumn, current: CategoryColumn): Counts {
  const [before, after] = [countsByText(reference), countsByText(current)];
  const texts = [...new Set([...before.keys(), ...after.keys()])].sort(byCodePoint);
  return {
    reference: Float64Array.from(texts, (text) => before.get(text) ?? 0),
    current: Float64Array.from(texts, (text) => after.get(text) ?? 0),
  };
}

/** How many rows bear each text; texts of no row are left out. */
export function countsByText({ codes, categories }: Pick<CategoryColumn, 'codes' | 'categories'>): Map<string, number> {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return new Map(categories.flatMap((text, code) => (counts[code]! > 0 ? [[text, counts[code]!] as const] : [])));
}

function newCategories(reference: FeatureColumn, current: FeatureColumn): string[] {
  if (reference.kind !== 'category' || current.kind !== 'category') return [];
  const known = countsByText(reference);
  return [...countsByText(current)]
    .filter(([text]) => !known.has(text))
    .sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]))
    .slice(0, LISTED_CATEGORIES)
    .map(([text]) => text);
}

/** The distinct values of two ascending lists, ascending; stops after `most` + 1. */
function distinctUpTo(a: Float64Array, b: Float64Array, most: number): number[] {
  const values = new Set<number>();
  for (const list of [a, b]) {
    for (let i = 0; i < list.length && values.size <= most; i++) values.add(list[i]!);
  }
  return [...values].sort((x, y) => x - y);
}

function valueCounts(values: number[], reference: Float64Array, current: Float64Array): Counts {
  const at = new Map(values.map((value, i) => [value, i]));
  const count = (list: Float64Array) => {
    const counts = new Float64Array(values.length);
    for (const value of list) counts[at.get(value)!]!++;
    return counts;
  };
  return { reference: count(reference), current: count(current) };
}

function populationSd(values: Float64Array): number {
  let centre = 0;
  for (const value of values) centre += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

const sorted = (values: Float64Array) => values.filter(Number.isFinite).sort();
const rowsOf = (column: FeatureColumn) => (column.kind === 'numeric' ? column.values : column.codes).length;

function present(column: FeatureColumn): number {
  let count = 0;
  if (column.kind === 'numeric') for (const value of column.values) count += Number.isFinite(value) ? 1 : 0;
  else for (const code of column.codes) count += code >= 0 ? 1 : 0;
  return count;
}

function missingShare(column: FeatureColumn): number {
  const rows = rowsOf(column);
  return rows === 0 ? 0 : 1 - present(column) / rows;
}

function missingTest(reference: FeatureColumn, current: FeatureColumn): number {
  const side = (column: FeatureColumn) => ({ positives: rowsOf(column) - present(column), rows: rowsOf(column) });
  return proportionsZTest(side(reference), side(current)).pValue;
}
