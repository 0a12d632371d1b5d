import { DomainError, isMissingNumber, type LabelColumn, type Table } from '@antidote/tabular';
import { chooseTarget } from './choose-target.js';
import type { CsvDocument } from './csv-document.js';
import { encodeTexts } from './encode-texts.js';
import { readNumbers } from './read-numbers.js';
import { tableWarnings } from './table-warnings.js';
import { toColumn } from './to-column.js';

/** A label is missing when it is empty or NaN, and `NA` too where the other labels are numbers. */
function toLabels(document: CsvDocument, column: number): LabelColumn {
  const numeric = readNumbers(document.rows, column) instanceof Float64Array;
  const isMissing = (cell: string) =>
    numeric ? isMissingNumber(cell) : cell === '' || cell === 'NaN' || cell === 'nan';
  const { codes, texts } = encodeTexts(document.rows, column, isMissing);
  return { name: document.header[column]!, codes, classes: texts };
}

export interface ToTableOptions {
  /** Name of the target column; `chooseTarget` says which it is otherwise. */
  target?: string;
  /** Accepts a single class, as rows to predict or a test file may have. */
  allowSingleClass?: boolean;
}

/**
 * The document as a table: every column but the target becomes a feature, in file order. Row ids count from 0.
 *
 * @throws DomainError `target_missing` when the target is unknown or has no label at all, `single_class`,
 *   `empty_dataset` when no column is left for a feature
 */
export function toTable(
  document: CsvDocument,
  { target, allowSingleClass = false }: ToTableOptions = {},
): { table: Table; warnings: string[] } {
  const { header, rows } = document;
  const targetColumn = chooseTarget(header, target);
  const labels = toLabels(document, targetColumn);
  const name = JSON.stringify(labels.name);
  if (header.length < 2) {
    throw new DomainError(
      'empty_dataset',
      `The file has the single column ${name}; give at least one feature beside the target.`,
    );
  }
  if (labels.classes.length === 0) {
    throw new DomainError(
      'target_missing',
      `No row has a label in the target column ${name}; fill it or name another target.`,
    );
  }
  if (labels.classes.length === 1 && !allowSingleClass) {
    throw new DomainError(
      'single_class',
      `Every label in the target column ${name} is ${JSON.stringify(labels.classes[0])}; at least 2 classes are needed.`,
    );
  }
  const table: Table = {
    rowCount: rows.length,
    rowIds: Uint32Array.from(rows.keys()),
    features: header.flatMap((column, c) => (c === targetColumn ? [] : [toColumn(column, rows, c)])),
    target: labels,
  };
  return { table, warnings: tableWarnings(document, table) };
}
