import type { TriggerCell } from '@antidote/contracts';
import { byCodePoint, type FeatureColumn } from '@antidote/tabular';

/**
 * The features with a backdoor's trigger planted in every row.
 *
 * @param rowCount rows of each column
 */
export function triggered(features: FeatureColumn[], rowCount: number, trigger: TriggerCell[]): FeatureColumn[] {
  const planted = new Map(trigger.map(({ column, value }) => [column, value]));
  return features.map((column) => {
    const value = planted.get(column.name);
    if (value === undefined) return column;
    if (column.kind === 'numeric') {
      return { ...column, values: new Float64Array(rowCount).fill(value === '' ? NaN : Number(value)) };
    }
    const categories =
      value === '' || column.categories.includes(value)
        ? column.categories
        : [...column.categories, value].sort(byCodePoint);
    return {
      ...column,
      categories,
      codes: new Int32Array(rowCount).fill(value === '' ? -1 : categories.indexOf(value)),
    };
  });
}
