import type { Metrics } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { countClasses, metricsOfClass, type ClassCounts } from './class-metrics.js';
import { confusionMatrix } from './confusion-matrix.js';

/** The metrics that labels alone give. */
export type LabelMetrics = Metrics &
  Required<Pick<Metrics, 'precisionWeighted' | 'recallWeighted' | 'f1Weighted' | 'mcc'>>;

/**
 * Accuracy, balanced accuracy, precision, recall and F1 (macro and weighted), each in [0, 1], and Matthews' correlation
 * in [-1, 1]; higher is better; the figures of scikit-learn's functions with `zero_division=0`. Macro averages run over
 * the classes present in truth or prediction, balanced accuracy over those present in truth, weighted averages over the
 * truth's class shares.
 *
 * @param truth class codes; rows with -1 (no label) are left out
 * @throws DomainError `shape_mismatch` for unequal lengths, `too_few_rows` without a labelled row
 */
export function classificationMetrics(truth: Int32Array, predicted: Int32Array, classCount: number): LabelMetrics {
  const counts = countClasses(confusionMatrix(truth, predicted, classCount), classCount);
  const sum = { macro: { precision: 0, recall: 0, f1: 0 }, weighted: { precision: 0, recall: 0, f1: 0 } };
  let rows = 0;
  let correct = 0;
  let present = 0;
  let presentInTruth = 0;
  for (const one of counts) {
    if (one.inTruth + one.inPrediction === 0) continue;
    const metrics = metricsOfClass(one);
    present++;
    if (one.inTruth > 0) presentInTruth++;
    rows += one.inTruth;
    correct += one.hits;
    for (const name of ['precision', 'recall', 'f1'] as const) {
      sum.macro[name] += metrics[name];
      sum.weighted[name] += metrics[name] * one.inTruth;
    }
  }
  if (rows === 0) throw new DomainError('too_few_rows', 'There is no labelled row to score; give at least one.');
  return {
    accuracy: correct / rows,
    balancedAccuracy: sum.macro.recall / presentInTruth,
    precision: sum.macro.precision / present,
    recall: sum.macro.recall / present,
    f1: sum.macro.f1 / present,
    precisionWeighted: sum.weighted.precision / rows,
    recallWeighted: sum.weighted.recall / rows,
    f1Weighted: sum.weighted.f1 / rows,
    mcc: matthewsCorrelation(counts, rows, correct),
  };
}

/**
 * The correlation of truth and prediction; 0 when either has one class only.
 *
 * @see Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient (2004)
 */
function matthewsCorrelation(counts: ClassCounts[], rows: number, correct: number): number {
  let both = 0;
  let truthSquares = 0;
  let predictedSquares = 0;
  for (const { inTruth, inPrediction } of counts) {
    both += inTruth * inPrediction;
    truthSquares += inTruth * inTruth;
    predictedSquares += inPrediction * inPrediction;
  }
  const spread = (rows * rows - truthSquares) * (rows * rows - predictedSquares);
  return spread === 0 ? 0 : (correct * rows - both) / Math.sqrt(spread);
}
