import { readCsvFile } from '@antidote/dataset-io';
import { DomainError, parseNumber } from '@antidote/tabular';

/**
 * Out-of-sample probabilities of the team's own model: a CSV file with a line for each data row, in its order, and a
 * column for each class, named after it or, as `antidote predict` does, `probability_` and the class. Other columns (`row`, `prediction`) are ignored.
 *
 * @returns row-major, rows x classes
 * @throws DomainError `column_mismatch` naming the class without a column, `shape_mismatch`, `parameter_out_of_range` for text
 */
export async function readPredProbs(path: string, classes: string[], rowCount: number): Promise<Float64Array> {
  const { document } = await readCsvFile(path);
  const columns = classes.map((label) => {
    const column = [label, `probability_${label}`].map((name) => document.header.indexOf(name)).find((at) => at >= 0);
    if (column !== undefined) return column;
    throw new DomainError(
      'column_mismatch',
      `${path} has no column for the class ${JSON.stringify(label)}; it needs one column for each of ${classes.join(', ')}.`,
      { path, class: label },
    );
  });
  if (document.rows.length !== rowCount) {
    throw new DomainError(
      'shape_mismatch',
      `${path} has ${document.rows.length} rows and the data has ${rowCount}; give one for each, in the same order.`,
      { path },
    );
  }
  return Float64Array.from({ length: rowCount * classes.length }, (_, at) => {
    const row = Math.floor(at / classes.length);
    const text = document.rows[row]![columns[at % classes.length]!]!;
    const probability = parseNumber(text);
    if (!Number.isNaN(probability)) return probability;
    throw new DomainError(
      'parameter_out_of_range',
      `${path}: the probability of ${JSON.stringify(classes[at % classes.length])} in row ${row} is ${JSON.stringify(text)}; give a number from 0 to 1.`,
      { path, row },
    );
  });
}
