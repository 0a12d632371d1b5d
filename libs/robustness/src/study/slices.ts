import { quantile } from '@antidote/statistics';
import { byCodePoint, DomainError, type FeatureColumn, type Table } from '@antidote/tabular';

/** Groups of rows by one column, the same for every seed. */
export interface Slices {
  column: string;
  /** In order: numbers ascending, texts by how many rows have them; what is left together, and what is missing, last. */
  names: string[];
  /** Texts of a category, or values of a number, that have a slice of their own; null for ranges. */
  values: (string | number)[] | null;
  /** Ranges: a value belongs to the first cut that it does not exceed, else to the last range. */
  cuts: number[];
}

/** Texts with a slice of their own; more would each have few rows. */
const MOST_VALUES = 10;
/** A number with so few values is sliced by value, any other by its quarters. */
const FEW_NUMBERS = 5;
const OTHER = 'other';
const MISSING = 'missing';

/**
 * The slices of a table by a column: a feature, or one that says where or when a row came from.
 * @throws DomainError `column_mismatch` for a column that there is not, or whose rows are all in one slice
 */
export function slicesOf(table: Table, column: string): Slices {
  const found = columnNamed(table, column);
  if (found === null) {
    const known = [...table.features, ...(table.context ?? [])].map(({ name }) => name).join(', ');
    throw new DomainError('column_mismatch', `There is no column "${column}" to slice by; there are ${known}.`);
  }
  const slices = found.kind === 'category' ? ofCategory(found) : ofNumber(found);
  if (slices.names.length > 1) return slices;
  throw new DomainError(
    'column_mismatch',
    `All rows have the same value of "${column}"; slice by a column that varies.`,
  );
}

/** Which slice each row is in; -1 for none, as when a table of its own to score on lacks the column. */
export function sliceCodes(table: Table, { column, names, values, cuts }: Slices): Int32Array {
  const codes = new Int32Array(table.rowCount).fill(-1);
  const found = columnNamed(table, column);
  if (found === null) return codes;
  const other = names.indexOf(OTHER, values?.length ?? 0);
  const missing = names.lastIndexOf(MISSING);
  const codeOf = new Map((values ?? []).map((value, code) => [value, code]));
  for (let row = 0; row < table.rowCount; row++) {
    const value = valueOf(found, row);
    if (value === null) codes[row] = missing;
    else if (values !== null) codes[row] = codeOf.get(value) ?? other;
    else if (typeof value === 'number') codes[row] = cuts.filter((cut) => value > cut).length;
  }
  return codes;
}

const columnNamed = (table: Table, column: string): FeatureColumn | null =>
  [...table.features, ...(table.context ?? [])].find(({ name }) => name === column) ?? null;

function valueOf(column: FeatureColumn, row: number): string | number | null {
  if (column.kind === 'category') return column.categories[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}

function ofCategory({ name, codes, categories }: Extract<FeatureColumn, { kind: 'category' }>): Slices {
  const counts = new Map<string, number>();
  for (const code of codes) if (code >= 0) counts.set(categories[code]!, (counts.get(categories[code]!) ?? 0) + 1);
  const values = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || byCodePoint(a, b));
  const own = values.length > MOST_VALUES + 1 ? values.slice(0, MOST_VALUES) : values;
  const rest = own.length < values.length ? [OTHER] : [];
  return { column: name, names: [...own, ...rest, ...missingOf(codes.includes(-1))], values: own, cuts: [] };
}

function ofNumber({ name, values }: Extract<FeatureColumn, { kind: 'numeric' }>): Slices {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const last = missingOf(known.length < values.length);
  const distinct = [...new Set(known)];
  if (distinct.length <= FEW_NUMBERS) {
    return { column: name, names: [...distinct.map(String), ...last], values: distinct, cuts: [] };
  }
  const quarters = [0.25, 0.5, 0.75].map((share) => Number(quantile(known, share).toPrecision(4)));
  const cuts = [...new Set(quarters)].filter((cut) => known.some((value) => value > cut));
  const ranges = cuts.map((cut, i) => (i === 0 ? `up to ${cut}` : `above ${cuts[i - 1]} to ${cut}`));
  return { column: name, names: [...ranges, `above ${cuts.at(-1)}`, ...last], values: null, cuts };
}

const missingOf = (some: boolean): string[] => (some ? [MISSING] : []);
