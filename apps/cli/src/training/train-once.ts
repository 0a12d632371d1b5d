import type { ModelKind, ModelParameters } from '@antidote/contracts';
import {
  dropUnusedClasses,
  Random,
  selectRows,
  stratifiedSplit,
  type FeatureColumn,
  type Table,
} from '@antidote/tabular';
import {
  binFeatures,
  fitModel,
  predictProbabilities,
  resampleRows,
  scorePredictions,
  type BinnedFeatures,
  type Model,
  type PredictionScore,
  type ResampledRows,
  type ResamplingName,
} from '@antidote/training';
import type { fitBaseline } from '@antidote/training/baselines';
import type { TrainingData } from '../files/load-training-data.js';

const HELD_OUT = 0.3;
const SPLIT_STREAM = 2;

/** Rows to train on, binned, and rows to score on. A grid trains many models on one of these. */
export interface Prepared {
  /** Training rows with the labels as given, resampled where asked for. */
  train: Table;
  binned: BinnedFeatures;
  binMs: number;
  resampling: Omit<ResampledRows, 'table'>;
  test: { features: FeatureColumn[]; rowCount: number };
  /** What the test rows truly are: codes into `classes`, -1 where nobody knows. */
  truth: Int32Array;
  classes: string[];
}

export interface Trained extends PredictionScore {
  model: Model;
  trainRows: number;
  fitMs: number;
  predictMs: number;
}

/**
 * Splits unless there is a test file, then resamples and bins the training rows: nothing of the test rows reaches the
 * model, and no resampling reaches the test rows. The split goes by the original labels, so that a file and its
 * poisoned copies are split alike by the same seed.
 */
export function prepareTraining(data: TrainingData, seed: number, resampling: ResamplingName = 'none'): Prepared {
  const { table, originalCodes, test } = data;
  const { classes } = table.target;
  const prepare = (rows: Table, scored: Prepared['test'], truth: Int32Array): Prepared => {
    const { table: resampled, ...resampledAs } = resampleRows(resampling, rows, [table], seed);
    const train = dropUnusedClasses(resampled);
    const start = performance.now();
    const binned = binFeatures(train.features, train.rowCount);
    return { train, binned, binMs: performance.now() - start, resampling: resampledAs, test: scored, truth, classes };
  };
  if (test) return prepare(table, test.table, test.table.target.codes);
  const split = stratifiedSplit(originalCodes, classes.length, HELD_OUT, new Random(seed, SPLIT_STREAM));
  const truth = Int32Array.from(split.test, (row) => originalCodes[row]!);
  return prepare(selectRows(table, split.train), selectRows(table, split.test), truth);
}

/** Trains one model and scores it. */
export function trainOnce(
  { train, binned, test, truth, classes }: Prepared,
  kind: ModelKind,
  options: { parameters: ModelParameters; seed: number; threads?: number },
  fit: typeof fitModel | typeof fitBaseline = fitModel,
): Trained {
  const fitStart = performance.now();
  const model = fit(kind, binned, train.target.codes, train.target.classes, options);
  const predictStart = performance.now();
  const probabilities = predictProbabilities(model, test.features, test.rowCount, { threads: options.threads });
  const predictMs = performance.now() - predictStart;
  return {
    model,
    ...scorePredictions(probabilities, model.classes, truth, classes),
    trainRows: train.target.codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0),
    fitMs: predictStart - fitStart,
    predictMs,
  };
}
