import { DomainError } from '@antidote/tabular';

/**
 * The arithmetic mean.
 *
 * @throws DomainError `too_few_rows` without a value
 */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0)
    throw new DomainError('too_few_rows', 'The mean of no values is undefined; give at least 1.');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const first = sum / values.length;
  // A second pass takes back the rounding of the first: equal values have exactly that value as mean.
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i]! - first;
  return first + rest / values.length;
}

/** The sample standard deviation (n - 1 in the denominator); NaN for a single value. */
export function sampleSd(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
