import type { Metrics } from '@antidote/contracts';
import { allMetrics, confusionMatrix, wilsonInterval } from '@antidote/statistics';
import { mostProbable } from './predict.js';

/** What a model's predictions are worth on rows whose labels are known. */
export interface PredictionScore {
  metrics: Metrics;
  /** Wilson's 95 % interval of the accuracy. */
  accuracyInterval: [number, number];
  /** Row-major [truth][predicted] over `classes`. */
  confusion: { classes: string[]; counts: Int32Array };
  /** Rows with a label: those that count. */
  testRows: number;
}

/**
 * Scores probabilities over a model's classes against labels over `classes`, which may hold a class that the model
 * never saw: it has probability 0 and can only be missed.
 *
 * @param probabilities row-major, rows x `modelClasses`, as `predictProbabilities` gives them
 * @param truth codes into `classes`; -1 is a row that does not count
 * @param classes a superset of `modelClasses`, in the same order (by code point)
 * @throws DomainError `too_few_rows` without a labelled row
 */
export function scorePredictions(
  probabilities: Float64Array,
  modelClasses: readonly string[],
  truth: Int32Array,
  classes: string[],
): PredictionScore {
  const own = modelClasses.length;
  const codeOf = modelClasses.map((label) => classes.indexOf(label));
  const predicted = mostProbable(probabilities, own).map((code) => codeOf[code]!);
  const wide = new Float64Array(truth.length * classes.length);
  for (let i = 0; i < probabilities.length; i++) {
    wide[Math.floor(i / own) * classes.length + codeOf[i % own]!] = probabilities[i]!;
  }
  const hits = truth.reduce((count, code, row) => count + (code >= 0 && code === predicted[row] ? 1 : 0), 0);
  const testRows = truth.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  return {
    metrics: allMetrics(truth, predicted, wide, classes.length),
    accuracyInterval: wilsonInterval(hits, testRows),
    confusion: { classes, counts: confusionMatrix(truth, predicted, classes.length) },
    testRows,
  };
}
