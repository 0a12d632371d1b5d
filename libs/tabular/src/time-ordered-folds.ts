import { DomainError } from './domain-error.js';
import { checkFoldCount, type Fold } from './fold.js';

export interface TimeOrderedOptions {
  /** Rows in each test part; rows / (nSplits + 1), rounded down, unless told. */
  testSize?: number;
  /** The latest rows to train on at most; all unless told. */
  maxTrainSize?: number;
  /** Rows left out between training and test; 0 unless told. */
  gap?: number;
}

/**
 * Folds that train on the past and test on what follows: the last `nSplits` stretches of `testSize` rows are tested,
 * each after training on the rows before it. scikit-learn's `TimeSeriesSplit`, with one difference: a training row is
 * always strictly earlier than every test row, so rows that share the time of the first test row are left out.
 *
 * @param times one a row, any unit, finite; rows need not be sorted
 * @returns in time order; positions ascending
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` when a fold has nothing to train on
 */
export function timeOrderedFolds(
  times: ArrayLike<number>,
  nSplits: number,
  { testSize, maxTrainSize = Infinity, gap = 0 }: TimeOrderedOptions = {},
): Fold[] {
  checkFoldCount(nSplits, times.length - 1, 'rows after the first');
  const size = testSize ?? Math.floor(times.length / (nSplits + 1));
  wholeNumber('testSize', size, 1);
  wholeNumber('gap', gap, 0);
  if (maxTrainSize !== Infinity) wholeNumber('maxTrainSize', maxTrainSize, 1);
  const order = inTimeOrder(times);
  return Array.from({ length: nSplits }, (_, fold) => {
    const testStart = times.length - (nSplits - fold) * size;
    return cut(times, order, testStart, testStart + size, { gap, maxTrainSize });
  });
}

/**
 * Holds out the latest rows: ceil(n * testShare) of them; rows that share the time of the first held-out row are in
 * neither part.
 *
 * @param times one a row, any unit, finite; rows need not be sorted
 * @param testShare in (0, 1)
 * @returns row positions, ascending
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` when nothing is left to train on
 */
export function timeOrderedSplit(times: ArrayLike<number>, testShare: number): Fold {
  if (!(testShare > 0 && testShare < 1)) {
    throw new DomainError('parameter_out_of_range', `The test share ${testShare} is not between 0 and 1 (exclusive).`);
  }
  const testStart = times.length - Math.ceil(times.length * testShare);
  return cut(times, inTimeOrder(times), testStart, times.length, { gap: 0, maxTrainSize: Infinity });
}

function cut(
  times: ArrayLike<number>,
  order: Uint32Array,
  testStart: number,
  testEnd: number,
  { gap, maxTrainSize }: { gap: number; maxTrainSize: number },
): Fold {
  let trainEnd = testStart - gap;
  while (trainEnd > 0 && times[order[trainEnd - 1]!]! === times[order[testStart]!]!) trainEnd--;
  if (testStart < 1 || trainEnd < 1) {
    throw new DomainError(
      'too_few_rows',
      `${times.length} rows leave none to train on before the test rows; give fewer folds, a smaller test part or a smaller gap.`,
    );
  }
  return {
    train: order.slice(Math.max(0, trainEnd - maxTrainSize), trainEnd).sort(),
    test: order.slice(testStart, testEnd).sort(),
  };
}

/** Positions by time; rows of one time in file order. */
function inTimeOrder(times: ArrayLike<number>): Uint32Array {
  for (let row = 0; row < times.length; row++) {
    if (Number.isFinite(times[row]!)) continue;
    throw new DomainError('parameter_out_of_range', `Row ${row} has the time ${times[row]}; give a finite number.`, {
      row,
    });
  }
  return Uint32Array.from({ length: times.length }, (_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b);
}

function wholeNumber(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new DomainError('parameter_out_of_range', `${name} is ${value}; give a whole number of at least ${least}.`);
}
