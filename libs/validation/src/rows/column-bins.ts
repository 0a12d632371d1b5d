import type { FeatureColumn } from '@antidote/tabular';

export interface ColumnBins {
  bins: Int32Array;
  binCount: number;
}

/** Each row's bin: quantile bins of numbers, one bin a category, and a bin of its own for missing values (the last). */
export function columnBins(column: FeatureColumn, mostBins: number): ColumnBins {
  if (column.kind === 'category') {
    const missing = column.categories.length;
    return { bins: column.codes.map((code) => (code < 0 ? missing : code)), binCount: missing + 1 };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  for (let bin = 1; bin < mostBins && sorted.length > 0; bin++) {
    const edge = sorted[Math.floor((bin * sorted.length) / mostBins)]!;
    if (edge > (edges.at(-1) ?? sorted[0]!)) edges.push(edge);
  }
  const missing = edges.length + 1;
  return {
    bins: Int32Array.from(column.values, (value) => (Number.isNaN(value) ? missing : binOf(edges, value))),
    binCount: missing + 1,
  };
}

/** How many edges lie at or below the value. */
function binOf(edges: number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
