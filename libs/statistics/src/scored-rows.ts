import { DomainError } from '@antidote/tabular';

/** Sums of probabilities may round above 1 by so much. */
const ROUNDING = 1e-9;

/**
 * Positions of the rows that have a label, after checking that truth and probabilities fit each other. Probabilities
 * of rows without a label are not looked at.
 *
 * @param truth class codes in [0, classCount), -1 for no label
 * @param probabilities row-major, rows x `classCount`, each in [0, 1]
 * @throws DomainError `shape_mismatch` for lengths or codes that do not fit, `parameter_out_of_range` for a value that
 *   is no probability, `too_few_rows` without a labelled row
 */
export function scoredRows(truth: Int32Array, probabilities: ArrayLike<number>, classCount: number): Int32Array {
  if (probabilities.length !== truth.length * classCount) {
    throw new DomainError(
      'shape_mismatch',
      `${probabilities.length} probabilities for ${truth.length} labels and ${classCount} classes; give one for each row and class.`,
    );
  }
  const rows = new Int32Array(truth.length);
  let count = 0;
  for (let row = 0; row < truth.length; row++) {
    const code = truth[row]!;
    if (code === -1) continue;
    if (code < 0 || code >= classCount) {
      throw new DomainError(
        'shape_mismatch',
        `Row ${row} has the class code ${code}; codes range from 0 to ${classCount - 1}.`,
      );
    }
    for (let c = 0; c < classCount; c++) {
      const p = probabilities[row * classCount + c]!;
      if (!(p >= 0 && p <= 1 + ROUNDING)) {
        throw new DomainError(
          'parameter_out_of_range',
          `Row ${row} has the probability ${p} for class ${c}; give values from 0 to 1, or leave the row out by the label -1.`,
        );
      }
    }
    rows[count++] = row;
  }
  if (count === 0) throw new DomainError('too_few_rows', 'There is no labelled row to score; give at least one.');
  return rows.subarray(0, count);
}
