import type { FeatureColumn, NumericColumn } from '@antidote/tabular';
import { Random } from '@antidote/tabular';

export const numeric = (name: string, values: (number | null)[]): NumericColumn => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values, (value) => value ?? NaN),
});

export const category = (name: string, codes: number[], categories: string[]): FeatureColumn => ({
  kind: 'category',
  name,
  codes: Int32Array.from(codes),
  categories,
});

/** A seeded table with numbers (few and many distinct), a category and missing values; labels follow them loosely. */
export function randomTable(
  seed: number,
  rowCount: number,
  classCount: number,
): { features: FeatureColumn[]; labels: Int32Array; classes: string[] } {
  const random = new Random(seed, 99);
  const fill = (draw: () => number | null) => Array.from({ length: rowCount }, draw);
  const fine = fill(() => random.uniform() * 10 - 5);
  const coarse = fill(() => (random.below(8) === 0 ? null : random.below(6)));
  const codes = fill(() => random.below(5) - 1) as number[];
  const labels = Int32Array.from(fine, (value, row) =>
    random.below(5) === 0 ? random.below(classCount) : Math.abs(Math.floor(value! + (coarse[row] ?? 0))) % classCount,
  );
  return {
    features: [numeric('fine', fine), numeric('coarse', coarse), category('kind', codes, ['a', 'b', 'c', 'd'])],
    labels,
    classes: Array.from({ length: classCount }, (_, c) => `class ${c}`),
  };
}
