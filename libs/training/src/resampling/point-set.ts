import type { Table } from '@antidote/tabular';

/** How columns of different units are made comparable. */
export type Scaling = 'standard' | 'none';

/**
 * Rows as points: the squared distance of two is the sum of the squared differences of their coordinates, and
 * `mismatch` for each pair of unequal categories.
 */
export interface PointSet {
  count: number;
  dimensions: number;
  /** Row-major, `count` x `dimensions`; all finite. */
  coordinates: Float64Array;
  categoryColumns: number;
  /** Row-major, `count` x `categoryColumns`; missing is a category of its own (-1). */
  categories: Int32Array;
  mismatch: number;
}

/** What a column's unit is worth in the distance, measured on the training rows. */
export interface ColumnScale {
  mean: number;
  /** Standard deviation of the finite values (n in the denominator); 0 for a constant column. */
  sd: number;
  hasMissing: boolean;
}

/** The scales of the numeric columns over the rows at `rows`; null for a category. Values not finite are missing. */
export function columnScales(table: Table, rows: Uint32Array): (ColumnScale | null)[] {
  return table.features.map((column) => {
    if (column.kind === 'category') return null;
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (const row of rows) {
      const value = column.values[row]!;
      if (!Number.isFinite(value)) continue;
      // Welford's update: no loss of digits where the mean is large beside the spread.
      const distance = value - mean;
      mean += distance / ++count;
      squares += distance * (value - mean);
    }
    return { mean, sd: count === 0 ? 0 : Math.sqrt(squares / count), hasMissing: count < rows.length };
  });
}

/**
 * The rows at `rows` as points. With `standard` scaling each numeric column is divided by its standard deviation over
 * the training rows, else values count as they are. A missing number counts as the column's mean, one standard deviation
 * aside from every present value, and equals other missing ones. A constant column makes no difference.
 *
 * Unequal categories are `m` apart, m being the median over the numeric columns of the standard deviation of `rows`,
 * as SMOTE-NC has it; 1 where that is 0 or there is no numeric column.
 *
 * @param scales from `columnScales` over the training rows
 * @see Chawla et al., SMOTE (JAIR 16, 2002), section 6.1
 */
export function pointSet(table: Table, rows: Uint32Array, scales: (ColumnScale | null)[], scaling: Scaling): PointSet {
  const count = rows.length;
  const axes: Float64Array[] = [];
  const categories: Int32Array[] = [];
  table.features.forEach((column, index) => {
    if (column.kind === 'category') {
      categories.push(Int32Array.from(rows, (row) => Math.max(-1, column.codes[row]!)));
      return;
    }
    const { mean, sd, hasMissing } = scales[index]!;
    // A constant column leaves the distance alone, and so does what is missing in it.
    if (sd === 0) return;
    const [origin, unit] = scaling === 'standard' ? [mean, 1 / sd] : [0, 1];
    const axis = Float64Array.from(rows, (row) => {
      const value = column.values[row]!;
      return ((Number.isFinite(value) ? value : mean) - origin) * unit;
    });
    axes.push(axis);
    if (hasMissing) {
      axes.push(Float64Array.from(rows, (row) => (Number.isFinite(column.values[row]!) ? 0 : sd * unit)));
    }
  });
  return {
    count,
    dimensions: axes.length,
    coordinates: interleave(axes, new Float64Array(count * axes.length)),
    categoryColumns: categories.length,
    categories: interleave(categories, new Int32Array(count * categories.length)),
    mismatch: categories.length === 0 ? 0 : medianSpread(table, rows, scales, scaling) ** 2,
  };
}

function interleave<T extends Float64Array | Int32Array>(columns: T[], into: T): T {
  columns.forEach((column, c) => {
    for (let row = 0; row < column.length; row++) into[row * columns.length + c] = column[row]!;
  });
  return into;
}

function medianSpread(table: Table, rows: Uint32Array, scales: (ColumnScale | null)[], scaling: Scaling): number {
  const spreads = columnScales(table, rows)
    .flatMap((own, index) => {
      const whole = scales[index];
      if (!own || !whole) return [];
      return scaling === 'none' ? [own.sd] : [whole.sd === 0 ? 0 : own.sd / whole.sd];
    })
    .sort((a, b) => a - b);
  const middle = spreads.length >>> 1;
  const median = spreads.length % 2 === 1 ? spreads[middle]! : (spreads[middle - 1]! + spreads[middle]!) / 2;
  return median > 0 ? median : 1;
}
