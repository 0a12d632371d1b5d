import { DomainError, type CategoryColumn, type FeatureColumn } from '@antidote/tabular';

/**
 * Refuses columns that are no table: a name given twice, a column of another length, a code without a category.
 * @throws DomainError `column_mismatch` or `shape_mismatch`, naming the column
 */
export function checkColumns(features: FeatureColumn[], rowCount: number): void {
  const names = new Set<string>();
  for (const column of features) {
    const { name } = column;
    if (names.has(name)) {
      throw new DomainError('column_mismatch', `column '${name}' occurs twice; give each column a name of its own`, {
        column: name,
      });
    }
    names.add(name);
    const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
    if (length !== rowCount) {
      throw new DomainError('shape_mismatch', `column '${name}' has ${length} rows; expected ${rowCount}`, {
        column: name,
      });
    }
    if (column.kind === 'category') checkCodes(column);
  }
}

/** @throws DomainError `shape_mismatch` naming the column and the row of a code that no category bears */
export function checkCodes({ name, codes, categories }: CategoryColumn): void {
  const count = categories.length;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! < count) continue;
    throw new DomainError(
      'shape_mismatch',
      `column '${name}' has the category code ${codes[row]} in row ${row} but ${count} categories; give codes below that, or -1 for a missing one`,
      { column: name },
    );
  }
}
