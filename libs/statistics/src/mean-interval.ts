import type { Estimate } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { mean, sampleSd } from './mean.js';
import { studentTQuantile } from './student-t-quantile.js';

/**
 * The mean with Student's t interval. One value says nothing of the spread: its interval is unbounded (-Infinity to
 * Infinity), to be cut to the range of the quantity where there is one. Equal values have a degenerate interval.
 *
 * @param confidence in (0, 1)
 * @throws DomainError `too_few_rows` without a value
 */
export function meanInterval(values: ArrayLike<number>, confidence = 0.95): Estimate {
  const value = mean(values);
  const n = values.length;
  if (n === 1) return { value, low: -Infinity, high: Infinity };
  const half = (studentTQuantile((1 + confidence) / 2, n - 1) * sampleSd(values)) / Math.sqrt(n);
  return { value, low: value - half, high: value + half };
}

/**
 * The mean of a - b with the t interval of the paired differences; the difference is shown when it excludes 0.
 *
 * @throws DomainError `shape_mismatch` when the lengths differ, `too_few_rows` without a pair
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): Estimate {
  if (a.length !== b.length) {
    throw new DomainError('shape_mismatch', `${a.length} and ${b.length} values are no pairs; give as many of each.`);
  }
  return meanInterval(
    Float64Array.from(a, (value, i) => value - b[i]!),
    confidence,
  );
}
