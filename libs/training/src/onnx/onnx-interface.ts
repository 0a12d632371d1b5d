import type { FeatureColumn } from '@antidote/tabular';
import type { Model } from '../model.js';

/** Names of an exported model's inputs and outputs. */
export interface OnnxNames {
  /** The feature columns' own names, in order. */
  inputs: string[];
  /** `prediction`, the label as text. */
  prediction: string;
  /** `probability_<class>`, in class order: the class is all that follows the first underscore. */
  probabilities: string[];
}

/**
 * ONNX wants all names of a graph different, and MLflow feeds inputs by column name: where a feature column bears the
 * name of an output, the output is numbered until it is free: `prediction_1`, and `probability1_<class>`, as a class may
 * itself end in a number.
 */
export function onnxNames(model: Pick<Model, 'features' | 'classes'>): OnnxNames {
  const inputs = model.features.map((feature) => feature.name);
  const taken = new Set(inputs);
  const prediction = freeName('prediction', taken);
  const probabilities = model.classes.map((label) => probabilityName(label, taken));
  return { inputs, prediction, probabilities };
}

function probabilityName(label: string, taken: Set<string>): string {
  let name = `probability_${label}`;
  for (let n = 1; taken.has(name); n++) name = `probability${n}_${label}`;
  taken.add(name);
  return name;
}

/** `wanted`, or with the first number appended that makes it new; marks it taken. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 1; taken.has(name); n++) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}

/** One input tensor's parts, as `new ort.Tensor(type, data, dims)` takes them. */
export interface OnnxFeed {
  name: string;
  type: 'float64' | 'string';
  data: Float64Array | string[];
  dims: number[];
}

/**
 * Shape of each input. MLflow's ONNX flavor feeds a data frame column as [N], but the values of a data frame whose
 * model has a single input as [N, 1].
 */
export function inputShape<T>(featureCount: number, rows: T): (T | 1)[] {
  return featureCount === 1 ? [rows, 1] : [rows];
}

/**
 * The columns as feeds of an exported model: numbers with NaN for missing, texts with '' for missing.
 * @param features the model's columns in the model's order
 */
export function onnxFeeds(features: FeatureColumn[], rowCount: number): OnnxFeed[] {
  const dims = inputShape(features.length, rowCount);
  return features.map((column) =>
    column.kind === 'numeric'
      ? { name: column.name, type: 'float64', data: column.values, dims }
      : {
          name: column.name,
          type: 'string',
          data: Array.from(column.codes, (code) => (code < 0 ? '' : column.categories[code]!)),
          dims,
        },
  );
}
