import type { DatasetInput } from 'mlflow-js-client';
import type { FeatureColumn } from '@antidote/tabular';

/** What MLflow is told of a dataset that a run read. */
export interface LoggedDataset {
  /** Such as `iris` or `iris_poisoned_10`. */
  name: string;
  /** SHA-256 in hex, of the file or of the version. */
  sha256: string;
  /** Where it came from: a path as the user gave it, or the address of the version on our server. */
  uri: string;
  rows: number;
  /** Columns in order; a feature's type is MLflow's `double` or `string`. */
  columns: { name: string; type: 'numeric' | 'category' }[];
  target: string;
}

/** The first 36 hex digits: all that MLflow's digest column holds. The full hash is kept in a tag. */
export function shortDigest(sha256: string): string {
  return sha256.slice(0, 36);
}

export function columnsOf(features: FeatureColumn[]): LoggedDataset['columns'] {
  return features.map(({ name, kind }) => ({ name, type: kind }));
}

/** @param context what the run used it for */
export function datasetInput(dataset: LoggedDataset, context: 'training' | 'evaluation'): DatasetInput {
  const columns = [
    ...dataset.columns.map(({ name, type }) => ({
      type: type === 'numeric' ? 'double' : 'string',
      name,
      required: true,
    })),
    { type: 'string', name: dataset.target, required: true },
  ];
  return {
    dataset: {
      name: dataset.name,
      digest: shortDigest(dataset.sha256),
      sourceType: 'local',
      source: JSON.stringify({ uri: dataset.uri }),
      schema: JSON.stringify({ mlflow_colspec: columns }),
      profile: JSON.stringify({ num_rows: dataset.rows, num_elements: dataset.rows * columns.length }),
    },
    tags: { 'mlflow.data.context': context, sha256: dataset.sha256 },
  };
}
