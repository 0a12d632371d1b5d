import type { CategoryColumn } from '@antidote/tabular';
import { CompensatedSum } from './compensated-sum.js';

/** What training rows hold of a category column. Position `categories.length` stands for missing. */
export interface CategoryShares {
  /** Weighted share of the rows, by category and then missing; they sum to 1. */
  shares: Float64Array;
  /** Every row has a category of its own: the column names rows and says nothing of others. */
  isIdentifier: boolean;
}

/**
 * @param rows positions that count
 * @param weights one for each of `rows`; null when all are 1
 */
export function categoryShares(
  { codes, categories }: CategoryColumn,
  rows: ArrayLike<number>,
  weights: Float64Array | null,
): CategoryShares {
  const sums = Array.from({ length: categories.length + 1 }, () => new CompensatedSum());
  const total = new CompensatedSum();
  const firstRow = new Int32Array(categories.length + 1).fill(-1);
  let distinct = 0;
  let repeats = false;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = codes[row]! < 0 ? categories.length : codes[row]!;
    const weight = weights ? weights[i]! : 1;
    sums[code]!.add(weight);
    total.add(weight);
    if (code === categories.length) continue;
    if (firstRow[code] === -1) {
      firstRow[code] = row;
      distinct++;
    } else if (firstRow[code] !== row) repeats = true;
  }
  return {
    shares: Float64Array.from(sums, (sum) => sum.value() / total.value()),
    isIdentifier: distinct > 1 && !repeats,
  };
}
