import type { Metrics } from '@antidote/contracts';
import { averagePrecisionOverClasses } from './average-precision.js';
import { brierScore } from './brier-score.js';
import { expectedCalibrationError } from './calibration-error.js';
import { classificationMetrics, type LabelMetrics } from './classification-metrics.js';
import { logLoss } from './log-loss.js';
import { rocAucOverClasses } from './roc-auc.js';

/**
 * Every metric of a classifier on scored rows: those of the predicted labels, and, given probabilities, ROC area,
 * average precision, log loss, Brier score and expected calibration error. An area that is undefined, as with one class
 * in the truth, is absent rather than NaN, so that the result is plain JSON.
 *
 * @param truth class codes; rows with -1 (no label) are left out
 * @param predicted class codes, one a row
 * @param probabilities row-major, rows x `classCount`, each row summing to 1; null where the model gives none
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range`, `too_few_rows` without a labelled row
 */
export function allMetrics(
  truth: Int32Array,
  predicted: Int32Array,
  probabilities: ArrayLike<number> | null,
  classCount: number,
): LabelMetrics {
  const metrics: LabelMetrics = classificationMetrics(truth, predicted, classCount);
  if (probabilities === null) return metrics;
  const areas: Pick<Metrics, 'rocAuc' | 'averagePrecision'> = {};
  const roc = rocAucOverClasses(truth, probabilities, classCount);
  const pr = averagePrecisionOverClasses(truth, probabilities, classCount);
  if (!Number.isNaN(roc)) areas.rocAuc = roc;
  if (!Number.isNaN(pr)) areas.averagePrecision = pr;
  return {
    ...metrics,
    ...areas,
    logLoss: logLoss(truth, probabilities, classCount),
    brierScore: brierScore(truth, probabilities, classCount),
    expectedCalibrationError: expectedCalibrationError(truth, probabilities, classCount),
  };
}
