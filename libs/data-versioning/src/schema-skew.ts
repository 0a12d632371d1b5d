import type { FeatureSetColumn, SkewFinding } from '@antidote/contracts';
import { HIDDEN_TEXT, type FeatureSchema } from '@antidote/tabular';

const NAMED = 5;

/** A model's or table's schema as the columns of a feature set, without units. */
export function featureSetColumns(schema: FeatureSchema[]): FeatureSetColumn[] {
  return schema.map(({ name, type, categories }) => ({
    name,
    type,
    categories: type === 'category' ? [...(categories ?? [])] : null,
    unit: null,
  }));
}

/** Columns as people may see them: the categories of a sensitive one are values of it. */
export function hideCategories(columns: FeatureSetColumn[], sensitive: readonly string[]): FeatureSetColumn[] {
  return columns.map((column) =>
    sensitive.includes(column.name) && column.categories !== null ? { ...column, categories: [HIDDEN_TEXT] } : column,
  );
}

/**
 * How a schema differs from a feature set, by column, in the feature set's order; columns beyond it last. A category
 * that the other lacks is no difference: a smaller table has fewer.
 *
 * @param sensitive columns whose categories are counted, not named
 */
export function schemaSkew(
  expected: FeatureSetColumn[],
  actual: FeatureSetColumn[],
  sensitive: readonly string[] = [],
): SkewFinding[] {
  const found = new Map(actual.map((column) => [column.name, column]));
  const findings = expected.flatMap((column): SkewFinding[] => {
    const other = found.get(column.name);
    if (!other) return [finding(column.name, 'missing-column', null, 'is missing')];
    if (other.type !== column.type) {
      return [finding(column.name, 'other-type', null, `is ${other.type} and was ${column.type} in training`)];
    }
    const known = new Set(column.categories);
    const unknown = (other.categories ?? []).filter((category) => !known.has(category));
    if (unknown.length === 0) return [];
    const words = sensitive.includes(column.name)
      ? `has ${unknown.length} ${unknown.length === 1 ? 'value' : 'values'} that training never saw`
      : `has values that training never saw: ${named(unknown)}`;
    return [finding(column.name, 'unknown-category', null, words)];
  });
  const known = new Set(expected.map(({ name }) => name));
  const beyond = actual.filter(({ name }) => !known.has(name));
  return [...findings, ...beyond.map(({ name }) => finding(name, 'unknown-column', null, 'was not in training'))];
}

type Value = string | number | null | undefined;

/**
 * How rows to predict differ from what a model was trained on: a column that no row has, and categories that training
 * never saw, which count as missing.
 *
 * @param rows values by column name; null, '' and absent mean missing
 */
export function rowSkew(expected: FeatureSetColumn[], rows: Record<string, Value>[]): SkewFinding[] {
  return expected.flatMap(({ name, categories }): SkewFinding[] => {
    if (!rows.some((row) => Object.hasOwn(row, name))) {
      return [finding(name, 'missing-column', rows.length, 'is in no row and counts as missing')];
    }
    if (categories === null) return [];
    const known = new Set(categories);
    const values = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
    const unknown = values
      .filter((value) => value !== null && value !== undefined && value !== '')
      .map(String)
      .filter((text) => !known.has(text));
    if (unknown.length === 0) return [];
    const words = `has values that training never saw, taken as missing: ${named([...new Set(unknown)])}`;
    return [finding(name, 'unknown-category', unknown.length, words)];
  });
}

function finding(
  column: string,
  difference: SkewFinding['difference'],
  rows: number | null,
  words: string,
): SkewFinding {
  return { column, difference, rows, message: `Column ${JSON.stringify(column)} ${words}.` };
}

function named(values: string[]): string {
  const shown = values.slice(0, NAMED).map((value) => JSON.stringify(value.slice(0, 50)));
  return shown.join(', ') + (values.length > NAMED ? ` and ${values.length - NAMED} more` : '');
}
