import type { Estimate } from '@antidote/contracts';
import { DomainError, Random } from '@antidote/tabular';
import { normalDistribution } from './normal-distribution.js';
import { normalQuantile } from './normal-quantile.js';
import { quantile } from './quantile.js';

const BOOTSTRAP_STREAM = 7;

export interface BootstrapOptions {
  /** The same seed gives the same interval. */
  seed: number;
  /** Default 2,000; at least 100. */
  resamples?: number;
  /** In (0, 1); default 0.95. */
  confidence?: number;
  /**
   * `percentile` (default): quantiles of the resampled metric. `bca`: corrected for bias and skewness; better on few
   * rows, and calls the metric once more for each row.
   */
  method?: 'percentile' | 'bca';
}

/**
 * A metric with its bootstrap interval: rows are drawn with replacement, as many as there are. Draws on which the
 * metric is undefined (NaN, such as a ROC area without a positive row) are left out.
 *
 * @param rowCount number of rows scored
 * @param metric of the rows at the given positions, which may repeat; the array is reused between calls
 * @throws DomainError `too_few_rows` without a row or when the metric is undefined on the rows or on most draws,
 *   `parameter_out_of_range`
 * @see Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13-14
 */
export function bootstrapInterval(
  rowCount: number,
  metric: (rows: Uint32Array) => number,
  { seed, resamples = 2000, confidence = 0.95, method = 'percentile' }: BootstrapOptions,
): Estimate {
  check(rowCount, resamples, confidence);
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const value = metric(rows);
  const random = new Random(seed, BOOTSTRAP_STREAM);
  const drawn = new Float64Array(resamples);
  let defined = 0;
  for (let i = 0; i < resamples; i++) {
    for (let j = 0; j < rowCount; j++) rows[j] = random.below(rowCount);
    const figure = metric(rows);
    if (!Number.isNaN(figure)) drawn[defined++] = figure;
  }
  if (Number.isNaN(value) || defined < resamples / 2) {
    throw new DomainError(
      'too_few_rows',
      `The metric is defined on ${defined} of ${resamples} draws from ${rowCount} rows; give more rows.`,
    );
  }
  const distribution = drawn.subarray(0, defined);
  if (method === 'percentile') return { value, ...percentileInterval(distribution, confidence) };
  return { value, ...bcaInterval(distribution, value, leaveOneOut(rowCount, metric), confidence) };
}

/** The quantiles of the resampled figures that leave equal shares out at both ends. */
export function percentileInterval(distribution: Float64Array, confidence: number): { low: number; high: number } {
  const sorted = distribution.slice().sort();
  return { low: quantile(sorted, (1 - confidence) / 2), high: quantile(sorted, (1 + confidence) / 2) };
}

/**
 * Bias-corrected and accelerated interval. Figures that are all alike give the interval of that one figure.
 *
 * @param distribution the resampled figures
 * @param value the figure of all rows
 * @param jackknife the figure without each row in turn
 */
export function bcaInterval(
  distribution: Float64Array,
  value: number,
  jackknife: Float64Array,
  confidence: number,
): { low: number; high: number } {
  const sorted = distribution.slice().sort();
  const n = sorted.length;
  let below = 0;
  for (const figure of sorted) below += figure < value ? 1 : figure === value ? 0.5 : 0;
  // All draws on one side of the value would put the correction at infinity.
  const bias = normalQuantile(Math.min(Math.max(below / n, 0.5 / n), 1 - 0.5 / n));
  const acceleration = skewness(jackknife) / 6;
  const corrected = (share: number) => {
    const shifted = bias + normalQuantile(share);
    return quantile(sorted, normalDistribution(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: corrected((1 - confidence) / 2), high: corrected((1 + confidence) / 2) };
}

/** Sum of cubes over the sum of squares to the power 1.5, of the distances to the mean, mean minus value. */
function skewness(values: Float64Array): number {
  const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
  let squares = 0;
  let cubes = 0;
  for (const v of values) {
    squares += (centre - v) ** 2;
    cubes += (centre - v) ** 3;
  }
  return squares === 0 ? 0 : cubes / squares ** 1.5;
}

function leaveOneOut(rowCount: number, metric: (rows: Uint32Array) => number): Float64Array {
  const rows = Uint32Array.from({ length: Math.max(0, rowCount - 1) }, (_, i) => i + 1);
  const figures = new Float64Array(rowCount);
  for (let left = 0; left < rowCount; left++) {
    if (left > 0) rows[left - 1] = left - 1;
    figures[left] = metric(rows);
  }
  return figures.filter((figure) => !Number.isNaN(figure));
}

function check(rowCount: number, resamples: number, confidence: number): void {
  if (!(rowCount >= 2)) {
    throw new DomainError('too_few_rows', `A bootstrap interval of ${rowCount} rows says nothing; give at least 2.`);
  }
  if (!Number.isInteger(resamples) || resamples < 100) {
    throw new DomainError('parameter_out_of_range', `resamples is ${resamples}; give a whole number of at least 100.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new DomainError('parameter_out_of_range', `The confidence ${confidence} is not between 0 and 1 (exclusive).`);
  }
}
