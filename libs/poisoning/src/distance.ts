import type { Table } from '@antidote/tabular';

/**
 * Squared distance of each row to one row: numbers in standard deviations of their column, categories 0 or 1, a value
 * missing on one side 1.
 *
 * @returns Float64Array(rowCount)
 */
export function squaredDistances(table: Table, from: number): Float64Array {
  const sums = new Float64Array(table.rowCount);
  for (const column of table.features) {
    if (column.kind === 'category') {
      const own = column.codes[from]!;
      for (let row = 0; row < sums.length; row++) if (column.codes[row] !== own) sums[row]! += 1;
      continue;
    }
    const { values } = column;
    const scale = standardDeviation(values);
    const own = values[from]!;
    for (let row = 0; row < sums.length; row++) {
      const value = values[row]!;
      if (Number.isNaN(value) !== Number.isNaN(own)) sums[row]! += 1;
      else if (scale > 0 && !Number.isNaN(value)) sums[row]! += ((value - own) / scale) ** 2;
    }
  }
  return sums;
}

/** Sample standard deviation of the values present; 0 for fewer than two. */
export function standardDeviation(values: Float64Array): number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
  }
  return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
}
