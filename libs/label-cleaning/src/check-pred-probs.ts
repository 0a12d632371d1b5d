import { DomainError, type LabelColumn } from '@antidote/tabular';

/** How far from 1 a row may sum, for files with rounded numbers. */
const TOLERANCE = 1e-3;

/**
 * Refuses probabilities that are none, naming the row.
 * @param predProbs row-major, rows x classes
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range`
 */
export function checkPredProbs(predProbs: Float64Array, { codes, classes }: LabelColumn): void {
  if (predProbs.length !== codes.length * classes.length) {
    throw new DomainError(
      'shape_mismatch',
      `there are ${predProbs.length} probabilities for ${codes.length} rows of ${classes.length} classes; give one for each class of each row`,
    );
  }
  codes.forEach((_, row) => {
    let sum = 0;
    for (let c = 0; c < classes.length; c++) {
      const probability = predProbs[row * classes.length + c]!;
      if (!(probability >= 0 && probability <= 1)) {
        throw new DomainError(
          'parameter_out_of_range',
          `the probability of ${JSON.stringify(classes[c])} in row ${row} is ${probability}; give numbers from 0 to 1`,
          { row },
        );
      }
      sum += probability;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new DomainError(
        'parameter_out_of_range',
        `the probabilities of row ${row} add up to ${Number(sum.toFixed(6))}; they must add up to 1 over the classes ${classes.join(', ')}`,
        { row },
      );
    }
  });
}
