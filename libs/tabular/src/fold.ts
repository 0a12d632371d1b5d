import { DomainError } from './domain-error.js';

/** Rows to train on and rows to test on: positions, ascending, disjoint. */
export interface Fold {
  train: Uint32Array;
  test: Uint32Array;
}

/**
 * @param nSplits number of folds, at least 2
 * @param units what is parted, such as the labelled rows: at least one a fold
 * @throws DomainError `parameter_out_of_range`, `too_few_rows`
 */
export function checkFoldCount(nSplits: number, units: number, name: string): void {
  if (!Number.isInteger(nSplits) || nSplits < 2) {
    throw new DomainError('parameter_out_of_range', `${nSplits} folds are none; give a whole number of at least 2.`);
  }
  if (units < nSplits) {
    throw new DomainError('too_few_rows', `${units} ${name} make no ${nSplits} folds; give at most ${units} folds.`, {
      folds: nSplits,
      available: units,
    });
  }
}

/**
 * The folds in which each row is tested once.
 *
 * @param testFold the fold that tests each row; -1 for a row that is in neither part
 */
export function foldsOf(testFold: Int32Array, nSplits: number): Fold[] {
  const size = new Uint32Array(nSplits);
  let parted = 0;
  for (const fold of testFold) {
    if (fold < 0) continue;
    size[fold]!++;
    parted++;
  }
  return Array.from({ length: nSplits }, (_, fold) => {
    const train = new Uint32Array(parted - size[fold]!);
    const test = new Uint32Array(size[fold]!);
    let trainEnd = 0;
    let testEnd = 0;
    for (let row = 0; row < testFold.length; row++) {
      if (testFold[row] === fold) test[testEnd++] = row;
      else if (testFold[row]! >= 0) train[trainEnd++] = row;
    }
    return { train, test };
  });
}
