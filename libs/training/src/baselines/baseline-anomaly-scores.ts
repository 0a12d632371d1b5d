import { DomainError, type FeatureColumn } from '@antidote/tabular';
import { IsolationForest } from 'isolation-forest';
import { numericScaling } from '../standardization/numeric-scaling.js';

/** Trees x rows x columns: about half a minute. */
const MAX_WORK = 4e8;

/**
 * Anomaly scores by the package `isolation-forest`, in (0, 1]; higher is more anomalous: the baseline for
 * `anomalyScore`. Two things to know of the package: it draws from the global random numbers, so that no two calls
 * agree; and each of its trees takes all rows, not a sample of `maxSamples`, which only bounds the depth.
 *
 * Missing numbers are given the median; categories count by their code, missing as -1.
 *
 * @returns one score a row
 * @throws DomainError `limit_exceeded` for a table that it would take minutes for
 */
export function baselineAnomalyScores(
  features: FeatureColumn[],
  rowCount: number,
  { nEstimators = 100, maxSamples = 256 }: { nEstimators?: number; maxSamples?: number } = {},
): Float64Array {
  const most = Math.floor(MAX_WORK / (nEstimators * features.length));
  if (rowCount > most) {
    throw new DomainError(
      'limit_exceeded',
      `the package isolation-forest would take minutes for ${rowCount} rows x ${features.length} columns; give at most ${most} rows, or use fitIsolationForest`,
    );
  }
  const all = Int32Array.from({ length: rowCount }, (_, row) => row);
  const columns = features.map((column) => {
    if (column.kind === 'category') return column.codes;
    const { median } = numericScaling(column.values, all, null);
    return column.values.map((value) => (Number.isFinite(value) ? value : median));
  });
  const rows = Array.from(all, (row) => Object.fromEntries(columns.map((values, at) => [`${at}`, values[row]!])));
  const forest = new IsolationForest(nEstimators, maxSamples);
  forest.fit(rows);
  return Float64Array.from(forest.predict(rows));
}
