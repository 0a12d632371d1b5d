import { DomainError, type FeatureColumn, type FeatureSchema } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';
import { readNumbers } from './read-numbers.js';

/**
 * The document's columns as a model wants them, found by name; other columns are ignored. A category that the model
 * has not seen is missing (-1).
 *
 * @returns one column a schema entry, in the schema's order
 * @throws DomainError `column_mismatch` naming the absent columns, or the first cell that should be a number
 */
export function toFeatures(document: CsvDocument, schema: FeatureSchema[]): FeatureColumn[] {
  const { header, rows } = document;
  const absent = schema.filter(({ name }) => !header.includes(name)).map(({ name }) => name);
  if (absent.length > 0) {
    throw new DomainError(
      'column_mismatch',
      `The file lacks ${absent.length === 1 ? 'the column' : 'the columns'} ${absent.map((name) => JSON.stringify(name)).join(', ')} that the model was trained on; add ${absent.length === 1 ? 'it' : 'them'}.`,
      { columns: absent },
    );
  }
  return schema.map(({ name, type, categories = [] }): FeatureColumn => {
    const column = header.indexOf(name);
    if (type === 'category') {
      const codeOf = new Map(categories.map((text, code) => [text, code]));
      return {
        kind: 'category',
        name,
        categories,
        codes: Int32Array.from(rows, (row) => codeOf.get(row[column]!) ?? -1),
      };
    }
    const values = readNumbers(rows, column);
    if (!(values instanceof Float64Array)) {
      const wrong = values.firstText;
      throw new DomainError(
        'column_mismatch',
        `Line ${document.lineOf(wrong)} has ${JSON.stringify(rows[wrong]![column])} in column ${JSON.stringify(name)}, where the model wants a number.`,
        { column: name, row: wrong },
      );
    }
    return { kind: 'numeric', name, values };
  });
}
