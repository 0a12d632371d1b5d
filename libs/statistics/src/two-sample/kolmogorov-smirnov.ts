import { kolmogorovSurvival } from './kolmogorov-distribution.js';
import type { TestResult } from './test-result.js';

/** Work up to which the exact p-value is counted: lattice steps. */
const EXACT_STEPS = 2e7;

/**
 * The two-sided two-sample Kolmogorov-Smirnov test. The p-value is exact, by counting lattice paths, while that takes
 * at most 2e7 steps, and from Kolmogorov's limit beyond. An empty sample gives statistic 0 and p-value 1.
 *
 * @param reference ascending, without NaN
 * @param current ascending, without NaN
 * @see Hodges, The significance probability of the Smirnov two-sample test (Arkiv för Matematik 3, 1958)
 */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): TestResult {
  const [n, m] = [reference.length, current.length];
  const gap = largestGap(reference, current);
  if (gap === 0) return { statistic: 0, pValue: 1 };
  const statistic = gap / (n * m);
  const [short, long] = n < m ? [n, m] : [m, n];
  const steps = short * Math.min(long, (2 * gap) / short + 1);
  const pValue =
    steps <= EXACT_STEPS ? exceedance(short, long, gap) : kolmogorovSurvival(Math.sqrt((n * m) / (n + m)) * statistic);
  return { statistic, pValue };
}

/** The statistic alone, in [0, 1]: far cheaper than its p-value. Arguments as of `kolmogorovSmirnov`. */
export function kolmogorovSmirnovStatistic(reference: Float64Array, current: Float64Array): number {
  return largestGap(reference, current) / Math.max(1, reference.length * current.length);
}

/** The largest gap between the distribution functions in units of 1 / (n m), a whole number: exact however large. */
function largestGap(reference: Float64Array, current: Float64Array): number {
  const [n, m] = [reference.length, current.length];
  let gap = 0;
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const value = Math.min(reference[i]!, current[j]!);
    while (i < n && reference[i] === value) i++;
    while (j < m && current[j] === value) j++;
    gap = Math.max(gap, Math.abs(i * m - j * n));
  }
  return gap;
}

/**
 * The chance that a random lattice path from (0, 0) to (short, long) somewhere has |i long - j short| >= gap: the mass
 * that leaves the band, summed over the steps, so that small chances keep their digits.
 */
function exceedance(short: number, long: number, gap: number): number {
  // inside[j]: probability that the path has reached (i, j) without leaving the band.
  let low = 0;
  let inside = new Float64Array(long + 2);
  let next = new Float64Array(long + 2);
  let left = 0;
  const isInside = (i: number, j: number) => Math.abs(i * long - j * short) < gap;
  inside[0] = 1;
  // Along the first column: i = 0, each step goes up with the share of points of `long` that remain.
  let high = 0;
  for (let j = 0; j < long; j++) {
    const up = inside[j]! * ((long - j) / (short + long - j));
    if (!isInside(0, j + 1)) {
      left += up;
      break;
    }
    inside[j + 1] = up;
    high = j + 1;
  }
  for (let i = 1; i <= short; i++) {
    const from = Math.max(0, Math.floor((i * long - gap) / short) + 1);
    const to = Math.min(long, Math.ceil((i * long + gap) / short) - 1);
    // Steps across from (i - 1, j) that land outside the band.
    for (let j = low; j <= Math.min(high, from - 1); j++) left += inside[j]! * across(short, long, i - 1, j);
    next.fill(0, from, to + 1);
    for (let j = from; j <= to; j++) {
      let mass = j >= low && j <= high ? inside[j]! * across(short, long, i - 1, j) : 0;
      if (j > from) mass += next[j - 1]! * (1 - across(short, long, i, j - 1));
      next[j] = mass;
    }
    if (to < long) left += next[to]! * (1 - across(short, long, i, to));
    [inside, next] = [next, inside];
    [low, high] = [from, to];
  }
  return Math.max(0, Math.min(1, left));
}

/** The chance that the next point after i of `short` and j of `long` belongs to `short`. */
const across = (short: number, long: number, i: number, j: number) => (short - i) / (short + long - i - j);
