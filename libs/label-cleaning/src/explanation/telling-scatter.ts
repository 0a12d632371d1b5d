import type { LabelColumn, NumericColumn, Table } from '@antidote/tabular';

export interface Scatter {
  x: string;
  y: string;
  points: { x: number; y: number; label: string }[];
  at: { x: number; y: number };
}

const POINTS = 300;

/**
 * The two numeric columns that tell the classes apart best (by the share of variance between classes), over an evenly
 * spaced sample of rows; null when the row has fewer than two numeric values.
 */
export function tellingScatter(table: Table, position: number): Scatter | null {
  const columns = table.features
    .filter((column): column is NumericColumn => column.kind === 'numeric' && !Number.isNaN(column.values[position]))
    .map((column) => ({ column, separation: separation(column.values, table.target) }))
    .sort((a, b) => b.separation - a.separation);
  if (columns.length < 2) return null;
  const [x, y] = [columns[0]!.column, columns[1]!.column];
  const step = Math.max(1, table.rowCount / POINTS);
  const points: Scatter['points'] = [];
  for (let at = 0; at < table.rowCount; at += step) {
    const row = Math.floor(at);
    const code = table.target.codes[row]!;
    const point = { x: x.values[row]!, y: y.values[row]! };
    if (code < 0 || Number.isNaN(point.x) || Number.isNaN(point.y)) continue;
    points.push({ ...point, label: table.target.classes[code]! });
  }
  return { x: x.name, y: y.name, points, at: { x: x.values[position]!, y: y.values[position]! } };
}

/** Variance between classes as a share of all variance (eta squared), in [0, 1]. */
function separation(values: Float64Array, { codes, classes }: LabelColumn): number {
  const counts = new Float64Array(classes.length);
  const sums = new Float64Array(classes.length);
  let count = 0;
  let sum = 0;
  values.forEach((value, row) => {
    const code = codes[row]!;
    if (code < 0 || value !== value) return;
    counts[code]!++;
    sums[code]! += value;
    count++;
    sum += value;
  });
  const mean = sum / count;
  let total = 0;
  values.forEach((value, row) => {
    if (codes[row]! >= 0 && value === value) total += (value - mean) ** 2;
  });
  let between = 0;
  counts.forEach((n, code) => {
    if (n > 0) between += n * (sums[code]! / n - mean) ** 2;
  });
  return total > 0 ? between / total : 0;
}
