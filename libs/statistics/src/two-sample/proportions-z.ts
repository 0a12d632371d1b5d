import { normalDistribution } from '../normal-distribution.js';
import type { TestResult } from './test-result.js';

/**
 * The two-sided Z-test of equal proportions with the pooled variance. Without variance (all or none in both samples),
 * or with an empty sample, the statistic is 0 and the p-value 1.
 *
 * @param positives rows with the property in each sample, at most its `rows`
 */
export function proportionsZTest(
  reference: { positives: number; rows: number },
  current: { positives: number; rows: number },
): TestResult {
  if (reference.rows === 0 || current.rows === 0) return { statistic: 0, pValue: 1 };
  const [p, q] = [reference.positives / reference.rows, current.positives / current.rows];
  const pooled = (reference.positives + current.positives) / (reference.rows + current.rows);
  const variance = pooled * (1 - pooled) * (1 / reference.rows + 1 / current.rows);
  if (!(variance > 0)) return { statistic: 0, pValue: 1 };
  const statistic = (p - q) / Math.sqrt(variance);
  return { statistic, pValue: Math.min(1, 2 * normalDistribution(-Math.abs(statistic))) };
}
