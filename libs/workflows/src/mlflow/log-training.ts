import type { LabelsUsed, Metrics, ModelKind, ModelParameters, PoisonSpec } from '@antidote/contracts';
import { confusionMatrixSvg } from '@antidote/reporting';
import type { ResamplingCounts } from '@antidote/training';
import type { LoggedModel, Metric, MlflowClient, Run } from 'mlflow-js-client';
import { datasetInput, shortDigest, type LoggedDataset } from './dataset-input.js';
import { EXPERIMENT_TAGS, modelUrl, runUrl } from './mlflow-pages.js';
import { failRun } from './fail-run.js';
import { poisonRunName } from './run-name.js';
import { settle } from './settle.js';

/** A finished training, as it is logged. Times are milliseconds since 1970. */
export interface TrainingLog {
  /** Name of the experiment; made when there is none. */
  experiment: string;
  /** `clean` or `poisoned_10_percent` by the poison unless told. */
  runName?: string;
  user: string;
  /** What ran, such as `antidote train`. */
  source: string;
  startTime: number;
  endTime: number;
  /** The same key logs the same run: a repeated delivery of a job makes no second one. */
  idempotencyKey?: string;
  parentRunId?: string;
  /** More tags, such as our own run's id. */
  tags?: Record<string, string>;
  kind: ModelKind;
  /** Who fitted it: `native`, or `mljs` for the baselines. */
  engine: string;
  parameters: ModelParameters;
  seed: number;
  /** The poison in the training rows: null where none is known of, `unknown` where a manifest does not fit the file. */
  poison: PoisonSpec | 'unknown' | null;
  metrics: Metrics;
  /** Row-major [truth][predicted] over `classes`; logged as a table and as a picture. */
  confusion?: { classes: string[]; counts: ArrayLike<number> };
  labelsUsed: LabelsUsed;
  training: LoggedDataset;
  /** The rows scored when they came from a dataset of their own; else they were held out of `training`. */
  evaluation?: LoggedDataset;
  /** How the training rows were resampled, if they were; `trainRows` counts the rows afterwards. */
  resampling?: ResamplingCounts | null;
  trainRows: number;
  testRows: number;
  /** The MLflow model folder: path to bytes, `MLmodel` among them; null for a model that has no such form. */
  files: ReadonlyMap<string, Uint8Array> | null;
}

export interface LoggedTraining {
  runId: string;
  /** Pages of the run and of the model. */
  url: string;
  /** Null where the run was logged without a model. */
  modelId: string | null;
  modelUrl: string | null;
}

/**
 * Logs a training to MLflow: a finished run with parameters, metrics, datasets and a logged model that is ready. A model
 * that has no files is left out of the run.
 * Three rounds of requests after the experiment is known: the run; its model and figures; files and metrics.
 *
 * @throws MlflowUnreachableError when the server does not answer; MlflowError when it refuses. A run begun before the
 *   fault is marked failed, as far as the server still listens
 */
export async function logTraining(
  client: MlflowClient,
  log: TrainingLog & { files: ReadonlyMap<string, Uint8Array> },
  options?: { signal?: AbortSignal },
): Promise<LoggedTraining & { modelId: string; modelUrl: string }>;
export async function logTraining(
  client: MlflowClient,
  log: TrainingLog,
  options?: { signal?: AbortSignal },
): Promise<LoggedTraining>;
export async function logTraining(
  client: MlflowClient,
  log: TrainingLog,
  options: { signal?: AbortSignal } = {},
): Promise<LoggedTraining> {
  const experimentId = await client.ensureExperiment(log.experiment, EXPERIMENT_TAGS, options);
  const run = await client.createRun(
    {
      experimentId,
      runName: log.runName ?? poisonRunName(log.poison),
      startTime: log.startTime,
      user: log.user,
      tags: runTags(log),
      ...(log.parentRunId === undefined ? {} : { parentRunId: log.parentRunId }),
      ...(log.idempotencyKey === undefined ? {} : { idempotencyKey: log.idempotencyKey }),
    },
    options,
  );
  let model: LoggedModel | undefined;
  try {
    const inputs = [datasetInput(log.training, 'training')];
    if (log.evaluation) inputs.push(datasetInput(log.evaluation, 'evaluation'));
    // The datasets before the metrics that name them.
    [model] = await settle([
      log.files ? createModel(client, experimentId, run, log, options) : Promise.resolve(undefined),
      client.logInputs(run.runId, inputs, options),
    ]);
    await settle([
      client.logBatch(run.runId, { params: trainingParams(log), metrics: trainingMetrics(log, run, model) }, options),
      ...(model && log.files
        ? [
            client.logOutputs(run.runId, [{ modelId: model.modelId }], options),
            client.uploadModelFiles(model, log.files, options),
          ]
        : []),
      ...(log.confusion
        ? [
            client.uploadArtifact(run.artifactUri, 'confusion_matrix.json', confusionTable(log.confusion), options),
            client.uploadArtifact(
              run.artifactUri,
              'confusion_matrix.svg',
              confusionPicture(log, log.confusion),
              options,
            ),
          ]
        : []),
    ]);
    await settle([
      ...(model ? [client.finalizeLoggedModel(model.modelId, 'LOGGED_MODEL_READY', options)] : []),
      client.updateRun(run.runId, { status: 'FINISHED', endTime: log.endTime }, options),
    ]);
  } catch (error) {
    const cancelled = options.signal?.aborted ?? false;
    await failRun(client, { runId: run.runId, modelId: model?.modelId, endTime: log.endTime, cancelled }, error);
    throw error;
  }
  return {
    runId: run.runId,
    url: runUrl(client.webUrl, experimentId, run.runId),
    modelId: model?.modelId ?? null,
    modelUrl: model ? modelUrl(client.webUrl, experimentId, model.modelId) : null,
  };
}

function runTags(log: TrainingLog): Record<string, string> {
  return {
    ...log.tags,
    'mlflow.source.name': log.source,
    'mlflow.source.type': 'LOCAL',
    engine: log.engine,
    labels_used: log.labelsUsed,
    dataset_sha256: log.training.sha256,
  };
}

function trainingParams(log: TrainingLog): Record<string, string | number | boolean> {
  return {
    model: log.kind,
    ...log.parameters,
    seed: log.seed,
    ...poisonParams(log.poison),
    ...resamplingParams(log.resampling),
    train_rows: log.trainRows,
    test_rows: log.testRows,
  };
}

function poisonParams(poison: TrainingLog['poison']): Record<string, string | number> {
  if (poison === null) return { poison_percent: 0 };
  if (poison === 'unknown') return { poison_percent: poison };
  return { poison_percent: poison.percent, attack: poison.attack, poison_seed: poison.seed };
}

function resamplingParams(resampling: TrainingLog['resampling']): Record<string, string | number> {
  if (!resampling) return { resample: 'none' };
  const { name, addedRows, parentRows, removedRows } = resampling;
  return {
    resample: name,
    resample_added_rows: addedRows,
    resample_parent_rows: parentRows,
    resample_removed_rows: removedRows,
  };
}

/** The metrics bear the model and the dataset they were measured on, so that both pages show them. */
function trainingMetrics(log: TrainingLog, run: Run, model: LoggedModel | undefined): Metric[] {
  const scored = log.evaluation ?? log.training;
  return Object.entries(log.metrics).map(([name, value]) => ({
    key: snakeCase(name),
    value,
    // The run's own time, so that a repeat logs the same points.
    timestamp: run.startTime,
    ...(model ? { modelId: model.modelId } : {}),
    datasetName: scored.name,
    datasetDigest: shortDigest(scored.sha256),
  }));
}

/** `balancedAccuracy` is `balanced_accuracy` in MLflow. */
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function createModel(
  client: MlflowClient,
  experimentId: string,
  run: Run,
  log: TrainingLog,
  options: { signal?: AbortSignal },
): Promise<LoggedModel> {
  return client.createLoggedModel(
    {
      experimentId,
      name: log.kind,
      modelType: log.kind,
      sourceRunId: run.runId,
      params: trainingParams(log),
      tags: { ...runTags(log), 'mlflow.user': log.user },
      ...(log.idempotencyKey === undefined ? {} : { idempotencyKey: log.idempotencyKey }),
    },
    options,
  );
}

function confusionPicture({ kind, metrics }: TrainingLog, { classes, counts }: NonNullable<TrainingLog['confusion']>) {
  const title = `${kind}, accuracy ${metrics.accuracy.toFixed(4)}`;
  return new TextEncoder().encode(confusionMatrixSvg(classes, counts, title));
}

/** A table as MLflow's artifact viewer shows it: columns and rows (`mlflow.log_table`). */
function confusionTable({ classes, counts }: { classes: string[]; counts: ArrayLike<number> }): Uint8Array {
  const data = classes.map((label, truth) => [
    label,
    ...classes.map((_, predicted) => counts[truth * classes.length + predicted] ?? 0),
  ]);
  return new TextEncoder().encode(JSON.stringify({ columns: ['truth \\ predicted', ...classes], data }));
}
