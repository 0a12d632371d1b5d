import { DomainError, type CategoryColumn, type FeatureColumn, type FeatureSchema } from '@antidote/tabular';
import { withoutInfinity } from './binning/without-infinity.js';
import { checkCodes } from './sound-columns.js';

/**
 * A table's columns as a model wants them: found by name, in the model's order, categories by the model's own codes.
 * Columns that the model does not know are left out. A category that it has not seen counts as missing, and so does
 * an infinite number. A column without any value takes the type that the model wants, as its own cannot be known.
 *
 * @throws DomainError `column_mismatch` naming a column that is absent, occurs twice or has another type;
 *   `shape_mismatch` naming one that has not `rowCount` rows, or a code without a category
 */
export function alignColumns(schema: FeatureSchema[], features: FeatureColumn[], rowCount: number): FeatureColumn[] {
  const byName = new Map<string, FeatureColumn>();
  const twice = new Set<string>();
  for (const column of features) {
    if (byName.has(column.name)) twice.add(column.name);
    byName.set(column.name, column);
  }
  return schema.map((wanted) => {
    const column = byName.get(wanted.name);
    const type = wanted.type === 'numeric' ? 'numeric' : 'category';
    if (!column || twice.has(wanted.name)) {
      throw new DomainError(
        'column_mismatch',
        `column '${wanted.name}' (${type}) ${column ? 'occurs twice' : 'is missing'}; the model wants ${schema.map(({ name }) => name).join(', ')}`,
        { column: wanted.name },
      );
    }
    const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
    if (length !== rowCount) {
      throw new DomainError('shape_mismatch', `column '${column.name}' has ${length} rows; expected ${rowCount}`, {
        column: column.name,
      });
    }
    if (column.kind !== type) {
      if (!isEmpty(column)) {
        throw new DomainError(
          'column_mismatch',
          `column '${wanted.name}' is ${column.kind === 'numeric' ? 'numeric' : 'text'}; the model was fitted on ${type === 'numeric' ? 'numbers' : 'categories'} there`,
          { column: wanted.name },
        );
      }
      return type === 'numeric'
        ? { kind: 'numeric', name: wanted.name, values: new Float64Array(rowCount).fill(NaN) }
        : {
            kind: 'category',
            name: wanted.name,
            codes: new Int32Array(rowCount).fill(-1),
            categories: wanted.categories!,
          };
    }
    return column.kind === 'numeric'
      ? { ...column, values: withoutInfinity(column.values) }
      : recoded(column, wanted.categories!);
  });
}

const isEmpty = (column: FeatureColumn) =>
  column.kind === 'numeric' ? column.values.every(Number.isNaN) : column.codes.every((code) => code < 0);

function recoded(column: CategoryColumn, categories: string[]): CategoryColumn {
  checkCodes(column);
  const isSame =
    column.categories === categories ||
    (column.categories.length === categories.length &&
      column.categories.every((text, code) => text === categories[code]));
  if (isSame) return column;
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const recode = column.categories.map((category) => codeOf.get(category) ?? -1);
  return { ...column, codes: column.codes.map((code) => (code < 0 ? -1 : recode[code]!)), categories };
}
