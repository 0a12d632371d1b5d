import { DomainError, type FeatureColumn, type FeatureSchema } from '@antidote/tabular';
import { checkColumns } from '../sound-columns.js';
import { MISSING_BIN } from './missing-bin.js';
import { numbersOf } from './numbers-of.js';
import { withoutInfinity } from './without-infinity.js';

export const MAX_BINS = 255;

/** Rows looked at to place the edges of a column that has more than `maxBins` distinct values. */
const EDGE_SAMPLE = 8_192;
/** Cells of equal width that a column's range is cut into, to look edges up by. */
const CELLS = 1_024;

/**
 * Features as bins: made once, used for any number of label columns. A column with at most `maxBins` distinct values
 * has one bin a value, so that splits fall exactly midway between neighbouring values; others have bins of about equal
 * size. Categories are binned by their code; beyond 255 of them the rarer ones share a bin.
 */
export interface BinnedFeatures {
  rowCount: number;
  schema: FeatureSchema[];
  /** The columns themselves, for learners that work without bins; not copied. */
  columns: FeatureColumn[];
  /** Column-major, `rowCount` x features. */
  bins: Uint8Array;
  /** Smallest and largest value in each bin, by feature; ascending. */
  low: Float64Array[];
  high: Float64Array[];
  /** 1 for a feature with a missing value in some row. */
  hasMissing: Uint8Array;
  /** By feature: the bin of each category code; null for numbers. */
  binOfCode: (Uint8Array | null)[];
}

/**
 * @param features `rowCount` values each
 * @param options.maxBins 2 to 255; default 255
 * @throws DomainError `shape_mismatch` or `column_mismatch`, naming the column; `parameter_out_of_range`
 */
export function binFeatures(
  features: FeatureColumn[],
  rowCount: number,
  { maxBins = MAX_BINS }: { maxBins?: number } = {},
): BinnedFeatures {
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > MAX_BINS) {
    throw new DomainError('parameter_out_of_range', `maxBins is ${maxBins}; give a whole number from 2 to ${MAX_BINS}`);
  }
  checkColumns(features, rowCount);
  const binned: BinnedFeatures = {
    rowCount,
    schema: features.map(schemaOf),
    columns: features,
    bins: new Uint8Array(features.length * rowCount),
    low: [],
    high: [],
    hasMissing: new Uint8Array(features.length),
    binOfCode: [],
  };
  features.forEach((column, index) => {
    const values = withoutInfinity(numbersOf(column));
    const bins = binned.bins.subarray(index * rowCount, (index + 1) * rowCount);
    if (column.kind === 'category') {
      const binOfCode = categoryBins(column.codes, column.categories.length);
      const binCount = binOfCode.reduce((most, bin) => Math.max(most, bin), 0) + 1;
      for (let row = 0; row < rowCount; row++) {
        const code = column.codes[row]!;
        bins[row] = code < 0 ? MISSING_BIN : binOfCode[code]!;
        if (code < 0) binned.hasMissing[index] = 1;
      }
      binned.low.push(Float64Array.from({ length: binCount }, (_, bin) => bin));
      binned.high.push(Float64Array.from({ length: binCount }, (_, bin) => bin));
      binned.binOfCode.push(binOfCode);
      return;
    }
    binned.binOfCode.push(null);
    const uppers = distinctValues(values, maxBins) ?? quantileEdges(values, maxBins);
    const { low, high, hasMissing } = assignBins(values, uppers, bins);
    if (hasMissing) binned.hasMissing[index] = 1;
    binned.low.push(low);
    binned.high.push(high);
  });
  return binned;
}

function schemaOf(column: FeatureColumn): FeatureSchema {
  return column.kind === 'numeric'
    ? { name: column.name, type: 'numeric' }
    : { name: column.name, type: 'category', categories: column.categories };
}

/**
 * The bin of each category: its code where the codes fit; else the most frequent ones have a bin each, the lower code
 * first among equals, and the rest share the last.
 */
function categoryBins(codes: Int32Array, categoryCount: number): Uint8Array {
  if (categoryCount <= MAX_BINS) return Uint8Array.from({ length: categoryCount }, (_, code) => code);
  const rows = new Int32Array(categoryCount);
  for (const code of codes) if (code >= 0) rows[code]!++;
  const byFrequency = Array.from(rows.keys()).sort((a, b) => rows[b]! - rows[a]! || a - b);
  const binOfCode = new Uint8Array(categoryCount).fill(MAX_BINS - 1);
  byFrequency.slice(0, MAX_BINS - 1).forEach((code, bin) => (binOfCode[code] = bin));
  return binOfCode;
}

/**
 * Writes the bin of each value: the first of the ascending `uppers` that is at least the value. A value's cell of the
 * column's range leaves few edges to search among.
 * @returns the lowest and highest value in each bin
 */
function assignBins(values: Float64Array, uppers: Float64Array, bins: Uint8Array) {
  const low = new Float64Array(uppers.length).fill(Infinity);
  const high = new Float64Array(uppers.length).fill(-Infinity);
  const last = uppers.length - 1;
  const least = uppers[0] ?? 0;
  const span = last > 0 ? uppers[last - 1]! - least : 0;
  const scale = span > 0 && span < Infinity && CELLS / span < Infinity ? CELLS / span : 0;
  /** By cell: the first edge that a value in it can have. Cells and edges are rounded alike, so that order is kept. */
  const firstEdge = new Int32Array(CELLS + 2).fill(last);
  for (let edge = last; edge >= 0; edge--) firstEdge[cellOf(uppers[edge]!, least, scale)] = edge;
  for (let cell = CELLS; cell >= 0; cell--) firstEdge[cell] = Math.min(firstEdge[cell]!, firstEdge[cell + 1]!);
  let hasMissing = false;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!Number.isFinite(value)) {
      bins[row] = MISSING_BIN;
      hasMissing = true;
      continue;
    }
    const cell = cellOf(value, least, scale);
    let bin = firstEdge[cell]!;
    let to = firstEdge[cell + 1]!;
    while (bin < to) {
      const middle = (bin + to) >>> 1;
      if (value <= uppers[middle]!) to = middle;
      else bin = middle + 1;
    }
    bins[row] = bin;
    if (value < low[bin]!) low[bin] = value;
    if (value > high[bin]!) high[bin] = value;
  }
  return { low, high, hasMissing };
}

/** From 0 to `CELLS`, not falling as `value` rises. */
function cellOf(value: number, least: number, scale: number): number {
  const cell = scale === 0 ? 0 : (value - least) * scale;
  return cell >= CELLS ? CELLS : cell > 0 ? Math.floor(cell) : 0;
}

/** The distinct values in ascending order, or null when there are more than `maxBins`; missing ones are left out. */
function distinctValues(values: Float64Array, maxBins: number): Float64Array | null {
  const found = new Float64Array(maxBins);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (found[middle]! < value) from = middle + 1;
      else to = middle;
    }
    if (from < count && found[from] === value) continue;
    if (count === maxBins) return null;
    found.copyWithin(from + 1, from, count);
    found[from] = value;
    count++;
  }
  return found.slice(0, count);
}

/** Upper edges of about equally filled bins, from all values or an evenly spaced sample of them; the last is open. */
function quantileEdges(values: Float64Array, maxBins: number): Float64Array {
  const step = Math.max(1, values.length / EDGE_SAMPLE);
  const sample = new Float64Array(Math.ceil(values.length / step));
  let count = 0;
  for (let at = 0; at < values.length; at += step) {
    const value = values[Math.floor(at)]!;
    if (Number.isFinite(value)) sample[count++] = value;
  }
  const sorted = sample.subarray(0, count).sort();
  return Float64Array.from([...evenEdges(sorted, maxBins), Infinity]);
}

/**
 * Edges between the ascending `sorted` values, fewer than `maxBins`. Each next bin takes its share of the rows and bins
 * that are left, so that a frequent value, which fills a bin alone, leaves its unused bins to the others.
 */
function evenEdges(sorted: Float64Array, maxBins: number): number[] {
  const edges: number[] = [];
  const count = sorted.length;
  let start = 0;
  for (let left = maxBins; left > 1 && start < count; left--) {
    // The value in which the bin is full; it ends before that one where this comes nearer to its share.
    const share = (count - start) / left;
    const full = sorted[start + Math.ceil(share) - 1]!;
    let from = start + Math.ceil(share) - 1;
    while (from > start && sorted[from - 1] === full) from--;
    let to = start + Math.ceil(share);
    while (to < count && sorted[to] === full) to++;
    const end = from > start && start + share - from < to - start - share ? from : to;
    if (end < count) edges.push(sorted[end - 1]!);
    start = end;
  }
  return edges;
}
