import { DomainError } from './domain-error.js';

/** A numeric feature; NaN is missing. */
export interface NumericColumn {
  kind: 'numeric';
  name: string;
  values: Float64Array;
}

/** A categorical feature; `codes` index `categories`, which are sorted by code point; -1 is missing. */
export interface CategoryColumn {
  kind: 'category';
  name: string;
  codes: Int32Array;
  categories: string[];
}

export type FeatureColumn = NumericColumn | CategoryColumn;

/**
 * What a column that is no feature tells of a row: its identifier; who or what it came from (annotator, batch,
 * supplier); when; which rows belong together.
 */
export const CONTEXT_ROLES = ['id', 'source', 'time', 'group'] as const;
export type ContextRole = (typeof CONTEXT_ROLES)[number];

export type ContextColumn = FeatureColumn & { role: ContextRole };

/** The target; `codes` index `classes`, which are exact texts sorted by code point; -1 is a missing label. */
export interface LabelColumn {
  name: string;
  codes: Int32Array;
  classes: string[];
}

/** A table in columns: `rowCount` values in each. */
export interface Table {
  rowCount: number;
  /** Row numbers in the registered file, counted from 0, header excluded; ascending. Dropped rows are absent. */
  rowIds: Uint32Array;
  features: FeatureColumn[];
  target: LabelColumn;
  /** Columns that no learner sees, in file order; at most one of each role. Absent means none. */
  context?: ContextColumn[];
}

/** The column of a role, or null. */
export function contextColumn(table: Table, role: ContextRole): ContextColumn | null {
  return table.context?.find((column) => column.role === role) ?? null;
}

/**
 * Where each row came from, or null where the table names no source.
 *
 * @returns `codes` index `names`, which are in code point order (numbers: ascending); -1 where the source is missing
 */
export function sourceColumn(table: Table): { name: string; codes: Int32Array; names: string[] } | null {
  const column = contextColumn(table, 'source');
  if (column === null) return null;
  if (column.kind === 'category') return { name: column.name, codes: column.codes, names: column.categories };
  const numbers = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const codeOf = new Map(numbers.map((value, code) => [value, code]));
  return {
    name: column.name,
    codes: Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1),
    names: numbers.map(String),
  };
}

/**
 * The table with the named columns moved out of the features, each under its role.
 *
 * @throws DomainError `column_mismatch` when a name is no feature, `conflict` when a column is given two roles
 */
export function withContext(table: Table, roles: Partial<Record<ContextRole, string>>): Table {
  const roleOf = new Map<string, ContextRole>();
  for (const role of CONTEXT_ROLES) {
    const name = roles[role];
    if (name === undefined) continue;
    const shown = JSON.stringify(name);
    if (roleOf.has(name)) {
      throw new DomainError(
        'conflict',
        `Column ${shown} is named as ${roleOf.get(name)} and as ${role}; name it once.`,
      );
    }
    if (!table.features.some((column) => column.name === name)) {
      const why = name === table.target.name ? 'is the target' : 'is not in the table';
      throw new DomainError('column_mismatch', `Column ${shown}, named as ${role}, ${why}; name another column.`, {
        column: name,
      });
    }
    roleOf.set(name, role);
  }
  if (roleOf.size === 0) return table;
  const context = table.features.flatMap((column): ContextColumn[] => {
    const role = roleOf.get(column.name);
    return role === undefined ? [] : [{ ...column, role }];
  });
  const features = table.features.filter(({ name }) => !roleOf.has(name));
  if (features.length === 0) {
    throw new DomainError('empty_dataset', 'No column is left for a feature; give fewer columns a role.');
  }
  return { ...table, features, context: [...(table.context ?? []), ...context] };
}
