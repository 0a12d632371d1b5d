import { DomainError } from './domain-error.js';
import type { Table } from './table.js';

/** The label of the row at `position` as text; `''` when it is missing. */
export function labelText(table: Table, position: number): string {
  const code = table.target.codes[position]!;
  return code < 0 ? '' : table.target.classes[code]!;
}

/**
 * The table with other labels over the same features and classes.
 *
 * @param codes one class code a row, -1 for missing; not copied
 * @throws DomainError `shape_mismatch` when there is not one code a row
 */
export function withLabels(table: Table, codes: Int32Array): Table {
  if (codes.length !== table.rowCount) {
    throw new DomainError(
      'shape_mismatch',
      `${codes.length} labels for ${table.rowCount} rows; give one label for each row.`,
    );
  }
  return { ...table, target: { ...table.target, codes } };
}

/** Rows of each class; missing labels (-1) are not counted. */
export function classCounts(codes: Int32Array, classCount: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** The table without the classes that no row bears; codes are renumbered. The same table when there are none. */
export function dropUnusedClasses(table: Table): Table {
  const { codes, classes } = table.target;
  const counts = classCounts(codes, classes.length);
  if (counts.every((count) => count > 0)) return table;
  const used = classes.filter((_, code) => counts[code]! > 0);
  const recode = new Map(used.map((text, code) => [text, code]));
  return {
    ...table,
    target: {
      ...table.target,
      classes: used,
      codes: codes.map((code) => (code < 0 ? -1 : recode.get(classes[code]!)!)),
    },
  };
}
