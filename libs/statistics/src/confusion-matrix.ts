import { DomainError } from '@antidote/tabular';

/**
 * Counts rows by truth and prediction.
 *
 * @param truth class codes in [0, classCount); rows with -1 (no label) are not counted
 * @param predicted class codes in [0, classCount), one a row of `truth`
 * @returns row-major, `classCount` x `classCount`: [truth][predicted]
 * @throws DomainError `shape_mismatch` when the lengths differ or a code is out of range
 */
export function confusionMatrix(truth: Int32Array, predicted: Int32Array, classCount: number): Int32Array {
  if (truth.length !== predicted.length) {
    throw new DomainError(
      'shape_mismatch',
      `${predicted.length} predictions for ${truth.length} labels; give one prediction for each row.`,
    );
  }
  const matrix = new Int32Array(classCount * classCount);
  for (let row = 0; row < truth.length; row++) {
    const given = truth[row]!;
    if (given === -1) continue;
    const said = predicted[row]!;
    if (given < 0 || given >= classCount || said < 0 || said >= classCount) {
      throw new DomainError(
        'shape_mismatch',
        `Row ${row} has the class codes ${given} and ${said}; codes range from 0 to ${classCount - 1}.`,
      );
    }
    matrix[given * classCount + said]!++;
  }
  return matrix;
}
