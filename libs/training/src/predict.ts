import type { FeatureColumn } from '@antidote/tabular';
import { alignColumns } from './align-columns.js';
import type { BinnedFeatures } from './binning/bin-features.js';
import type { Predictor } from './learner.js';
import type { Model } from './model.js';
import { PREDICTORS } from './predictors.js';
import { checkRow } from './sound-rows.js';
import { checkThreads } from './tree/predict-threads.js';

export interface PredictOptions {
  /** Threads for trees over many rows, from 1, the default; the same probabilities for any number. */
  threads?: number;
}

/**
 * Probability of each class for each row.
 *
 * @param features columns by name, in any order; others than the model's are ignored, a category that the model has
 *   not seen counts as missing, and so does an infinite number (see `alignColumns`)
 * @returns row-major, `rowCount` x classes; each row sums to 1
 * @throws DomainError `column_mismatch` or `shape_mismatch`, naming the column; `parameter_out_of_range` for threads
 */
export function predictProbabilities(
  model: Model,
  features: FeatureColumn[],
  rowCount: number,
  { threads = 1 }: PredictOptions = {},
): Float64Array {
  checkThreads(threads);
  return predictorOf(model).probabilities(model, alignColumns(model.features, features, rowCount), rowCount, threads);
}

/**
 * The class with the highest probability; ties go to the class that sorts first.
 * @returns codes into `model.classes`, one a row
 * @throws DomainError as `predictProbabilities`
 */
export function predictLabels(
  model: Model,
  features: FeatureColumn[],
  rowCount: number,
  options?: PredictOptions,
): Int32Array {
  return mostProbable(predictProbabilities(model, features, rowCount, options), model.classes.length);
}

/**
 * `predictLabels` for rows of the very table the model was fitted on (other rows of it included), over its bins where
 * the model has them.
 * @param rows positions in the binned table
 */
export function predictBinnedLabels(model: Model, binned: BinnedFeatures, rows: ArrayLike<number>): Int32Array {
  return mostProbable(predictBinnedProbabilities(model, binned, rows), model.classes.length);
}

/**
 * `predictProbabilities` for rows of the very table the model was fitted on, as `predictBinnedLabels`.
 * @param rows positions in the binned table
 * @returns row-major, `rows.length` x classes
 * @throws DomainError `shape_mismatch` for another position
 */
export function predictBinnedProbabilities(
  model: Model,
  binned: BinnedFeatures,
  rows: ArrayLike<number>,
): Float64Array {
  for (let i = 0; i < rows.length; i++) checkRow(rows[i]!, binned.rowCount);
  const predictor = predictorOf(model);
  const knowsBins = !('engine' in model);
  return predictor.binnedProbabilities && knowsBins
    ? predictor.binnedProbabilities(model, binned, rows)
    : predictor.probabilities(
        model,
        alignColumns(model.features, rowsOf(binned.columns, rows), rows.length),
        rows.length,
        1,
      );
}

/**
 * Argmax of each row; ties go to the lower class.
 * @param probabilities row-major, rows x `classCount`
 */
export function mostProbable(probabilities: Float64Array, classCount: number): Int32Array {
  const labels = new Int32Array(probabilities.length / classCount);
  for (let row = 0; row < labels.length; row++) {
    const at = row * classCount;
    let best = 0;
    for (let c = 1; c < classCount; c++) if (probabilities[at + c]! > probabilities[at + best]!) best = c;
    labels[row] = best;
  }
  return labels;
}

/** The registry ties each kind to its model's form; a union of both cannot say so. */
const predictorOf = (model: Model) => PREDICTORS[model.kind] as Predictor<Model>;

function rowsOf(columns: FeatureColumn[], rows: ArrayLike<number>): FeatureColumn[] {
  return columns.map((column) =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
  );
}
