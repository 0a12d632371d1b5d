import type { Table } from './table.js';

/** What a model knows of a feature column: its name, its type and, for a category, the values it has seen. */
export interface FeatureSchema {
  name: string;
  type: 'numeric' | 'category';
  categories?: string[];
}

/** The schema of the table's features, in column order. */
export function featureSchema(table: Table): FeatureSchema[] {
  return table.features.map((column) =>
    column.kind === 'numeric'
      ? { name: column.name, type: 'numeric' }
      : { name: column.name, type: 'category', categories: column.categories },
  );
}
