import { CompensatedSum } from './compensated-sum.js';

/** How a numeric column is filled and scaled: z = (value - mean) / scale, with `median` in place of a missing value. */
export interface NumericScaling {
  median: number;
  mean: number;
  scale: number;
}

/** Values beyond it could overflow when squared. */
const HUGE = 1e100;

/**
 * Median of the present values, then mean and population standard deviation of the filled column, as scikit-learn's
 * SimpleImputer(strategy='median') and StandardScaler, over weighted rows. A constant column has the scale 1, a column
 * without a present value the median and mean 0 besides.
 *
 * @param values NaN or infinite where missing
 * @param rows positions that count
 * @param weights one for each of `rows`; null when all are 1
 */
export function numericScaling(
  values: Float64Array,
  rows: ArrayLike<number>,
  weights: Float64Array | null,
): NumericScaling {
  const present: number[] = [];
  let largest = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (!Number.isFinite(value)) continue;
    present.push(i);
    if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  if (present.length === 0) return { median: 0, mean: 0, scale: 1 };
  const median = present.length < rows.length ? weightedMedian(values, rows, weights, present) : NaN;
  const filled = (i: number) => {
    const value = values[rows[i]!]!;
    return Number.isFinite(value) ? value : median;
  };

  const first = filled(0);
  let varies = false;
  for (let i = 1; i < rows.length && !varies; i++) varies = filled(i) !== first;
  // A column that training never saw missing takes its median as well, for the tables to come.
  const known = Number.isNaN(median) ? weightedMedian(values, rows, weights, present) : median;
  if (!varies) return { median: known, mean: first, scale: 1 };

  const unit = largest > HUGE ? largest : 1;
  const total = new CompensatedSum();
  const sum = new CompensatedSum();
  for (let i = 0; i < rows.length; i++) {
    const weight = weights ? weights[i]! : 1;
    total.add(weight);
    sum.addProduct(weight, filled(i) / unit);
  }
  const mean = sum.value() / total.value();
  const squares = new CompensatedSum();
  for (let i = 0; i < rows.length; i++) {
    const gap = filled(i) / unit - mean;
    squares.addProduct(weights ? weights[i]! : 1, gap * gap);
  }
  const scale = Math.sqrt(squares.value() / total.value()) * unit;
  return { median: known, mean: mean * unit, scale: scale > 0 ? scale : 1 };
}

/** The middle value, or midway between the two middle ones, each value counting by its weight. */
function weightedMedian(
  values: Float64Array,
  rows: ArrayLike<number>,
  weights: Float64Array | null,
  present: number[],
): number {
  const at = (i: number) => values[rows[i]!]!;
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  if (!weights) {
    const found = new Float64Array(present.length);
    for (let p = 0; p < present.length; p++) found[p] = at(present[p]!);
    const middle = found.length >> 1;
    const upper = orderStatistic(found, middle);
    if (found.length % 2 === 1) return upper;
    let lower = found[0]!;
    for (let p = 1; p < middle; p++) if (found[p]! > lower) lower = found[p]!;
    return lower / 2 + upper / 2;
  }
  present.sort((a, b) => at(a) - at(b));
  const half = present.reduce((sum, i) => sum + weightOf(i), 0) / 2;
  let below = 0;
  for (let p = 0; p < present.length; p++) {
    below += weightOf(present[p]!);
    if (below > half) return at(present[p]!);
    if (below === half) return at(present[p]!) / 2 + at(present[p + 1]!) / 2;
  }
  return at(present[present.length - 1]!);
}

/**
 * The value that sorting would put at `place`; moves those that are not larger in front of it.
 * @see Hoare, Algorithm 65: Find (Communications of the ACM 4, 1961)
 */
function orderStatistic(values: Float64Array, place: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >>> 1]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (place <= j) to = j;
    else if (place >= i) from = i;
    else break;
  }
  return values[place]!;
}

/** Standardised values stay within it, so that sums of products with coefficients cannot overflow. */
export const LARGEST_STANDARDIZED = 1e100;

/** (value - mean) / scale with the median for a missing value, within `LARGEST_STANDARDIZED`. */
export function standardized(value: number, { median, mean, scale }: NumericScaling): number {
  const z = ((value === value ? value : median) - mean) / scale;
  return Math.min(Math.max(z, -LARGEST_STANDARDIZED), LARGEST_STANDARDIZED);
}
