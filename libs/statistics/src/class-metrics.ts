import type { ClassMetrics } from '@antidote/contracts';
import { confusionMatrix } from './confusion-matrix.js';

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** What a confusion matrix says of one class. */
export interface ClassCounts {
  hits: number;
  inTruth: number;
  inPrediction: number;
}

/**
 * Hits and margins of each class.
 *
 * @param matrix row-major [truth][predicted], `classCount` x `classCount`
 */
export function countClasses(matrix: Int32Array, classCount: number): ClassCounts[] {
  return Array.from({ length: classCount }, (_, c) => {
    let inTruth = 0;
    let inPrediction = 0;
    for (let other = 0; other < classCount; other++) {
      inTruth += matrix[c * classCount + other]!;
      inPrediction += matrix[other * classCount + c]!;
    }
    return { hits: matrix[c * classCount + c]!, inTruth, inPrediction };
  });
}

export function metricsOfClass({ hits, inTruth, inPrediction }: ClassCounts): ClassMetrics {
  return {
    precision: ratio(hits, inPrediction),
    recall: ratio(hits, inTruth),
    f1: ratio(2 * hits, inTruth + inPrediction),
    support: inTruth,
  };
}

/**
 * Precision, recall and F1 of each class against the rest, each in [0, 1], higher is better; scikit-learn's
 * `precision_recall_fscore_support` with `zero_division=0`, over all classes, absent ones included.
 *
 * @param truth class codes; rows with -1 (no label) are left out
 * @returns one entry a class, in code order
 * @throws DomainError `shape_mismatch` as `confusionMatrix`
 */
export function classMetrics(truth: Int32Array, predicted: Int32Array, classCount: number): ClassMetrics[] {
  return countClasses(confusionMatrix(truth, predicted, classCount), classCount).map(metricsOfClass);
}
