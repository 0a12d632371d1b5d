import { reliabilityCurve, type ReliabilityBin, type ReliabilityOptions } from './reliability-curve.js';
import { scoredRows } from './scored-rows.js';

/**
 * The reliability curve of the top class: how often the most probable class is right, against its probability (the
 * confidence). Ties go to the lower class, as in prediction.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError as `scoredRows` and `reliabilityCurve`
 */
export function topLabelReliability(
  truth: Int32Array,
  probabilities: ArrayLike<number>,
  classCount: number,
  options: ReliabilityOptions = {},
): ReliabilityBin[] {
  const rows = scoredRows(truth, probabilities, classCount);
  const right = new Uint8Array(rows.length);
  const confidence = new Float64Array(rows.length);
  rows.forEach((row, i) => {
    let top = 0;
    for (let c = 1; c < classCount; c++) {
      if (probabilities[row * classCount + c]! > probabilities[row * classCount + top]!) top = c;
    }
    right[i] = truth[row] === top ? 1 : 0;
    confidence[i] = Math.min(1, probabilities[row * classCount + top]!);
  });
  return reliabilityCurve(right, confidence, options);
}

/**
 * Expected calibration error: the mean distance between confidence and accuracy over bins of the top class's
 * probability, weighted by the rows in each bin. In [0, 1], lower is better. Ten bins of equal width unless told;
 * `strategy: 'quantile'` gives the adaptive error of bins with equally many rows, which is steadier where most rows
 * are confident. Biased upwards on few rows: compare it on the same rows.
 *
 * @param truth class codes; rows with -1 are left out
 * @param probabilities row-major, rows x `classCount`, in [0, 1]
 * @throws DomainError as `topLabelReliability`
 * @see Guo, Pleiss, Sun & Weinberger, On calibration of modern neural networks (ICML 2017), eq. 3
 */
export function expectedCalibrationError(
  truth: Int32Array,
  probabilities: ArrayLike<number>,
  classCount: number,
  options: ReliabilityOptions = {},
): number {
  const bins = topLabelReliability(truth, probabilities, classCount, options);
  const rows = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.predicted - bin.observed), 0) / rows;
}
