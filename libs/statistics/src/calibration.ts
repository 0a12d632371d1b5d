import { DomainError } from '@antidote/tabular';
import { fitIsotonic, isotonicValues, type IsotonicCurve } from './isotonic-regression.js';
import { fitPlatt, plattValues, type PlattSigmoid } from './platt-scaling.js';
import { scoredRows } from './scored-rows.js';

export type CalibrationMethod = 'isotonic' | 'platt';

/** Maps a model's probabilities to calibrated ones. Two classes have one curve (class 1), more have one a class. */
export type Calibration =
  | { method: 'isotonic'; classCount: number; curves: IsotonicCurve[] }
  | { method: 'platt'; classCount: number; curves: PlattSigmoid[] };

/**
 * Fits a calibration of each class against the rest, as scikit-learn's `CalibratedClassifierCV` does on the
 * probabilities of a fitted model. Isotonic follows any monotone shape and wants about 1,000 rows; Platt's sigmoid has
 * two parameters and is safe on few.
 *
 * The rows must not be those the model was fitted on: use held-out or out-of-bag probabilities.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError as `scoredRows`; `single_class` for fewer than two classes
 */
export function fitCalibration(
  truth: Int32Array,
  probabilities: ArrayLike<number>,
  classCount: number,
  method: CalibrationMethod,
): Calibration {
  if (classCount < 2) {
    throw new DomainError('single_class', `Calibration needs at least 2 classes; there is ${classCount}.`);
  }
  const rows = scoredRows(truth, probabilities, classCount);
  const classes = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, c) => c);
  const scores = (c: number) => Float64Array.from(rows, (row) => probabilities[row * classCount + c]!);
  const outcomes = (c: number) => Uint8Array.from(rows, (row) => (truth[row] === c ? 1 : 0));
  return method === 'isotonic'
    ? { method, classCount, curves: classes.map((c) => fitIsotonic(scores(c), outcomes(c))) }
    : { method, classCount, curves: classes.map((c) => fitPlatt(scores(c), outcomes(c))) };
}

/**
 * Calibrated probabilities: each class by its curve, then normalised to sum to 1; a row whose classes all came to 0
 * gets equal shares. Rows with NaN (no prediction) keep NaN.
 *
 * @param probabilities row-major, rows x `classCount` of the calibration
 * @returns row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError `shape_mismatch` for a length that is no multiple of the class count
 */
export function calibrate(calibration: Calibration, probabilities: ArrayLike<number>): Float64Array {
  const { classCount } = calibration;
  if (probabilities.length % classCount !== 0) {
    throw new DomainError(
      'shape_mismatch',
      `${probabilities.length} probabilities are no rows of ${classCount} classes; give one for each row and class.`,
    );
  }
  const rowCount = probabilities.length / classCount;
  const column = (c: number) =>
    Float64Array.from({ length: rowCount }, (_, row) => probabilities[row * classCount + c]!);
  const values =
    calibration.method === 'isotonic'
      ? (curve: number, c: number) => isotonicValues(calibration.curves[curve]!, column(c))
      : (curve: number, c: number) => plattValues(calibration.curves[curve]!, column(c));
  const result = new Float64Array(probabilities.length);
  if (classCount === 2) {
    values(0, 1).forEach((p, row) => {
      result[2 * row] = 1 - p;
      result[2 * row + 1] = p;
    });
    return result;
  }
  for (let c = 0; c < classCount; c++) values(c, c).forEach((p, row) => (result[row * classCount + c] = p));
  for (let row = 0; row < rowCount; row++) {
    const cells = result.subarray(row * classCount, (row + 1) * classCount);
    const sum = cells.reduce((total, p) => total + p, 0);
    for (let c = 0; c < classCount; c++) cells[c] = sum === 0 ? 1 / classCount : Math.min(1, cells[c]! / sum);
  }
  return result;
}
