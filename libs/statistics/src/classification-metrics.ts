import type { Metrics } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { confusionMatrix } from './confusion-matrix.js';

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/**
 * Accuracy, balanced accuracy and macro precision, recall and F1, each in [0, 1], higher is better; the figures of
 * scikit-learn's functions with `zero_division=0`. Macro averages run over the classes present in truth or
 * prediction, balanced accuracy over those present in truth.
 *
 * @param truth class codes; rows with -1 (no label) are left out
 * @throws DomainError `shape_mismatch` for unequal lengths, `too_few_rows` without a labelled row
 */
export function classificationMetrics(truth: Int32Array, predicted: Int32Array, classCount: number): Metrics {
  const matrix = confusionMatrix(truth, predicted, classCount);
  let rows = 0;
  let correct = 0;
  let present = 0;
  let presentInTruth = 0;
  let precision = 0;
  let recall = 0;
  let f1 = 0;
  for (let c = 0; c < classCount; c++) {
    let truthCount = 0;
    let predictedCount = 0;
    for (let other = 0; other < classCount; other++) {
      truthCount += matrix[c * classCount + other]!;
      predictedCount += matrix[other * classCount + c]!;
    }
    if (truthCount + predictedCount === 0) continue;
    const hits = matrix[c * classCount + c]!;
    present++;
    if (truthCount > 0) presentInTruth++;
    rows += truthCount;
    correct += hits;
    precision += ratio(hits, predictedCount);
    recall += ratio(hits, truthCount);
    f1 += (2 * hits) / (truthCount + predictedCount);
  }
  if (rows === 0) throw new DomainError('too_few_rows', 'There is no labelled row to score; give at least one.');
  return {
    accuracy: correct / rows,
    balancedAccuracy: recall / presentInTruth,
    precision: precision / present,
    recall: recall / present,
    f1: f1 / present,
  };
}
