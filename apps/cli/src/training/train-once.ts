import type { Metrics, ModelKind, ModelParameters } from '@antidote/contracts';
import { classificationMetrics, confusionMatrix, wilsonInterval } from '@antidote/statistics';
import {
  dropUnusedClasses,
  Random,
  selectRows,
  stratifiedSplit,
  type FeatureColumn,
  type Table,
} from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels, type BinnedFeatures, type Model } from '@antidote/training';
import type { TrainingData } from '../files/load-training-data.js';

const HELD_OUT = 0.3;
const SPLIT_STREAM = 2;

/** Rows to train on, binned, and rows to score on. A grid trains many models on one of these. */
export interface Prepared {
  /** Training rows with the labels as given. */
  train: Table;
  binned: BinnedFeatures;
  binMs: number;
  test: { features: FeatureColumn[]; rowCount: number };
  /** What the test rows truly are: codes into `classes`, -1 where nobody knows. */
  truth: Int32Array;
  classes: string[];
}

export interface Trained {
  model: Model;
  metrics: Metrics;
  /** Wilson's 95 % interval of the accuracy. */
  accuracyInterval: [number, number];
  confusion: { classes: string[]; counts: Int32Array };
  trainRows: number;
  testRows: number;
  fitMs: number;
  predictMs: number;
}

/**
 * Splits unless there is a test file, and bins the training rows: nothing of the test rows reaches the model. The
 * split goes by the original labels, so that a file and its poisoned copies are split alike by the same seed.
 */
export function prepareTraining(data: TrainingData, seed: number): Prepared {
  const { table, originalCodes, test } = data;
  const { classes } = table.target;
  if (test) return prepared(table, test.table, test.table.target.codes, classes);
  const split = stratifiedSplit(originalCodes, classes.length, HELD_OUT, new Random(seed, SPLIT_STREAM));
  const held = selectRows(table, split.test);
  const truth = Int32Array.from(split.test, (row) => originalCodes[row]!);
  return prepared(selectRows(table, split.train), held, truth, classes);
}

function prepared(rows: Table, test: Prepared['test'], truth: Int32Array, classes: string[]): Prepared {
  const train = dropUnusedClasses(rows);
  const start = performance.now();
  const binned = binFeatures(train.features, train.rowCount);
  return { train, binned, binMs: performance.now() - start, test, truth, classes };
}

/** Trains one model and scores it. */
export function trainOnce(
  { train, binned, test, truth, classes }: Prepared,
  kind: ModelKind,
  options: { parameters: ModelParameters; seed: number; threads?: number },
): Trained {
  const fitStart = performance.now();
  const model = fitModel(kind, binned, train.target.codes, train.target.classes, options);
  const predictStart = performance.now();
  const codes = predictLabels(model, test.features, test.rowCount);
  const predictMs = performance.now() - predictStart;

  const shared = model.classes.map((label) => classes.indexOf(label));
  const predicted = codes.map((code) => shared[code]!);
  const metrics = classificationMetrics(truth, predicted, classes.length);
  const testRows = truth.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  return {
    model,
    metrics,
    accuracyInterval: wilsonInterval(Math.round(metrics.accuracy * testRows), testRows),
    confusion: { classes, counts: confusionMatrix(truth, predicted, classes.length) },
    trainRows: train.target.codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0),
    testRows,
    fitMs: predictStart - fitStart,
    predictMs,
  };
}
