import type { Table } from '@antidote/tabular';

/**
 * Gower's distance of every row to one: the mean over columns of the difference as a share of the column's range, or
 * 0 and 1 for equal and different categories. A missing value is 1 from any value and 0 from another missing one.
 *
 * @returns one distance a row, in [0, 1]
 * @see Gower, A General Coefficient of Similarity (Biometrics 1971)
 */
export function rowDistances(table: Table, position: number): Float64Array {
  const distances = new Float64Array(table.rowCount);
  for (const column of table.features) {
    if (column.kind === 'category') {
      const own = column.codes[position]!;
      column.codes.forEach((code, row) => (distances[row]! += code === own ? 0 : 1));
      continue;
    }
    const { values } = column;
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const range = high > low ? high - low : 1;
    const own = values[position]!;
    values.forEach((value, row) => {
      const missing = Number(value !== value) + Number(own !== own);
      distances[row]! += missing === 0 ? Math.abs(value - own) / range : missing === 1 ? 1 : 0;
    });
  }
  return distances.map((sum) => sum / table.features.length);
}
