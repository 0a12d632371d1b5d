import { MlflowError } from './mlflow-error.js';
import { checkLength, LIMITS } from './limits.js';
import type { KeyValues } from './key-value.js';
import type { CallOptions, Transport } from './transport.js';

/** A dataset as MLflow knows it; name and digest together are its identity. */
export interface Dataset {
  name: string;
  /** At most 36 characters. */
  digest: string;
  /** Such as `local`, `http` or `s3`. */
  sourceType: string;
  /** JSON text that says where it came from, such as `{"uri": "data/iris.csv"}`. */
  source: string;
  /** JSON text, such as `{"mlflow_colspec": [{"type": "double", "name": "x", "required": true}]}`. */
  schema?: string;
  /** JSON text of summary figures. */
  profile?: string;
}

export interface DatasetInput {
  dataset: Dataset;
  /** `mlflow.data.context` says what it was used for: training, evaluation. */
  tags?: KeyValues;
}

export interface ModelOutput {
  modelId: string;
  step?: number;
}

/** Notes the datasets a run read. Safe to repeat, and from many runs at once. */
export async function logInputs(
  transport: Transport,
  runId: string,
  inputs: DatasetInput[],
  options?: CallOptions,
): Promise<void> {
  const datasets = inputs.map(({ dataset, tags }) => {
    checkLength('dataset name', dataset.name, LIMITS.datasetName);
    checkLength('dataset digest', dataset.digest, LIMITS.datasetDigest);
    checkLength('dataset source', dataset.source, LIMITS.datasetSource);
    checkLength('dataset schema', dataset.schema ?? '', LIMITS.datasetSchema);
    checkLength('dataset profile', dataset.profile ?? '', LIMITS.datasetProfile);
    const { sourceType, ...rest } = dataset;
    return { dataset: { ...rest, source_type: sourceType }, tags: inputTags(tags ?? {}) };
  });
  // The server looks for each dataset and inserts what it did not find; of two runs that bring a new dataset at the same
  // moment one is refused, and finds it when it asks again. Every round settles one dataset at least.
  for (let round = 0; ; round++) {
    try {
      await transport.api('POST', 'runs/log-inputs', { run_id: runId, datasets }, options);
      return;
    } catch (error) {
      if (round >= datasets.length || !isInsertedAlready(error)) throw error;
    }
  }
}

/** Input tags have limits of their own and take any key. */
function inputTags(tags: KeyValues): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => {
    checkLength('key of a dataset tag', key, LIMITS.inputTagKey);
    checkLength(`value of dataset tag '${key}'`, String(value), LIMITS.inputTagValue);
    return { key, value: String(value) };
  });
}

/** Notes the logged models a run made, each in its own request, so that one noted before does not undo the others. */
export async function logOutputs(
  transport: Transport,
  runId: string,
  outputs: ModelOutput[],
  options?: CallOptions,
): Promise<void> {
  await Promise.all(
    outputs.map(async ({ modelId, step }) => {
      try {
        const models = [{ model_id: modelId, step: step ?? 0 }];
        await transport.api('POST', 'runs/outputs', { run_id: runId, models }, options);
      } catch (error) {
        if (!isInsertedAlready(error)) throw error;
      }
    }),
  );
}

/** The server passes its database's complaint on: PostgreSQL, SQLite and SQL Server say unique, MySQL duplicate entry. */
function isInsertedAlready(error: unknown): boolean {
  return error instanceof MlflowError && error.code === 'BAD_REQUEST' && /unique|duplicate entry/i.test(error.message);
}
