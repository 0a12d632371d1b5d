import { DomainError } from '@antidote/tabular';
import { upperIncompleteGamma } from '../incomplete-gamma.js';
import type { TestResult } from './test-result.js';

/**
 * Pearson's chi-squared test that two samples of a category come from one distribution (a 2 x k table of counts,
 * without continuity correction). Categories that neither sample has are left out; with fewer than two the p-value is 1.
 *
 * @param reference counts by category
 * @param current counts of the same categories
 * @throws DomainError `shape_mismatch` for unequal lengths
 */
export function chiSquaredTwoSample(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  checkCounts(reference, current);
  const [n, m] = [total(reference), total(current)];
  if (n === 0 || m === 0) return { statistic: 0, pValue: 1 };
  let statistic = 0;
  let categories = 0;
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i]! + current[i]!;
    if (both === 0) continue;
    categories++;
    const share = both / (n + m);
    statistic += (reference[i]! - n * share) ** 2 / (n * share) + (current[i]! - m * share) ** 2 / (m * share);
  }
  if (categories < 2) return { statistic: 0, pValue: 1 };
  return { statistic, pValue: upperIncompleteGamma((categories - 1) / 2, statistic / 2) };
}

/**
 * The chi-squared test of independence of rows and columns, with Cramér's V in [0, 1], the strength of the tie.
 *
 * @param counts row-major, `rows` x `columns`; empty rows and columns are left out
 */
export function chiSquaredIndependence(
  counts: ArrayLike<number>,
  rows: number,
  columns: number,
): TestResult & { cramersV: number } {
  if (counts.length !== rows * columns) {
    throw new DomainError(
      'shape_mismatch',
      `${counts.length} counts for ${rows} x ${columns}; give one for each cell.`,
    );
  }
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      rowTotals[r]! += counts[r * columns + c]!;
      columnTotals[c]! += counts[r * columns + c]!;
    }
  }
  const n = total(rowTotals);
  let statistic = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const expected = (rowTotals[r]! * columnTotals[c]!) / n;
      if (expected > 0) statistic += (counts[r * columns + c]! - expected) ** 2 / expected;
    }
  }
  const present = (totals: Float64Array) => totals.filter((count) => count > 0).length;
  const [height, width] = [present(rowTotals), present(columnTotals)];
  const freedom = (height - 1) * (width - 1);
  if (!(freedom > 0)) return { statistic: 0, pValue: 1, cramersV: 0 };
  return {
    statistic,
    pValue: upperIncompleteGamma(freedom / 2, statistic / 2),
    cramersV: Math.sqrt(statistic / (n * (Math.min(height, width) - 1))),
  };
}

export function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}

export function checkCounts(reference: ArrayLike<number>, current: ArrayLike<number>): void {
  if (reference.length === current.length) return;
  throw new DomainError(
    'shape_mismatch',
    `There are ${reference.length} reference counts and ${current.length} current ones; give both over the same categories.`,
  );
}
