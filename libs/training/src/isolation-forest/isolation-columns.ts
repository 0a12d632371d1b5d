import { Random, type FeatureColumn } from '@antidote/tabular';
import { CATEGORY_ORDERS } from './isolation-forest.js';

/** Random numbers of the categories' orders: stream (ORDER, feature, order). */
const ORDER_STREAM = 8;

/** See `IsolationForest.categoryPositions`. */
export function categoryPositions(features: FeatureColumn[], seed: number): (Int32Array | null)[] {
  return features.map((column, feature) => {
    if (column.kind === 'numeric') return null;
    const count = column.categories.length;
    const positions = new Int32Array(CATEGORY_ORDERS * count);
    for (let order = 0; order < CATEGORY_ORDERS; order++) {
      const own = positions.subarray(order * count, (order + 1) * count);
      for (let code = 0; code < count; code++) own[code] = code;
      new Random(seed, ORDER_STREAM, feature, order).shuffle(own);
    }
    return positions;
  });
}

/** A column's rows `from` to `to` as numbers, categories by their position in one order; missing as NaN. */
export function isolationColumn(
  column: FeatureColumn,
  positions: Int32Array | null,
  order: number,
  from: number,
  to: number,
): Float64Array {
  if (column.kind === 'numeric')
    return from === 0 && to === column.values.length ? column.values : column.values.subarray(from, to);
  const start = order * column.categories.length;
  const values = new Float64Array(to - from);
  for (let row = from; row < to; row++) {
    const code = column.codes[row]!;
    values[row - from] = code < 0 ? NaN : positions![start + code]!;
  }
  return values;
}
