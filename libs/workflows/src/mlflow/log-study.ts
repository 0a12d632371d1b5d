import type { StudyCell, StudyReport } from '@antidote/contracts';
import { LIMITS, type Metric, type MlflowClient, type Run } from 'mlflow-js-client';
import { datasetInput, type LoggedDataset } from './dataset-input.js';
import { EXPERIMENT_TAGS, runUrl } from './mlflow-pages.js';
import { failRun } from './fail-run.js';
import { settle } from './settle.js';

/** A finished study, as it is logged. Times are milliseconds since 1970. */
export interface StudyLog {
  /** Name of the experiment; made when there is none. */
  experiment: string;
  /** `robustness study` unless told. */
  runName?: string;
  user: string;
  /** What ran, such as `antidote study`. */
  source: string;
  startTime: number;
  endTime: number;
  /** The same key logs the same runs: a repeated delivery of a job makes no duplicates. */
  idempotencyKey?: string;
  tags?: Record<string, string>;
  report: StudyReport;
  /** The base dataset. */
  dataset: LoggedDataset;
  /** Files of the parent run, such as `report.json` and `study.svg`. */
  artifacts: ReadonlyMap<string, Uint8Array>;
}

export interface LoggedStudy {
  /** The parent run. */
  runId: string;
  url: string;
  /** One for each cell of the report, in its order. */
  childRunIds: string[];
}

/**
 * Logs a study to MLflow: a parent run with the verdict and the report, and below it a run for each model and level
 * with the accuracy of each seed as a step, and its mean, interval, calibration and attack success as metrics.
 *
 * @throws MlflowUnreachableError when the server does not answer; MlflowError when it refuses
 */
export async function logStudy(
  client: MlflowClient,
  log: StudyLog,
  options: { signal?: AbortSignal } = {},
): Promise<LoggedStudy> {
  const experimentId = await client.ensureExperiment(log.experiment, EXPERIMENT_TAGS, options);
  const tags = {
    ...log.tags,
    'mlflow.source.name': log.source,
    'mlflow.source.type': 'LOCAL',
    labels_used: log.report.labelsUsed,
    dataset_sha256: log.dataset.sha256,
  };
  const parent = await client.createRun(
    {
      experimentId,
      runName: log.runName ?? 'robustness study',
      startTime: log.startTime,
      user: log.user,
      tags: { ...tags, 'mlflow.note.content': verdictNote(log.report) },
      ...(log.idempotencyKey === undefined ? {} : { idempotencyKey: log.idempotencyKey }),
    },
    options,
  );
  const context: StudyContext = { client, log, parent, tags, options };
  try {
    const [childRunIds] = await settle([
      logCells(context),
      client.logInputs(parent.runId, [datasetInput(log.dataset, 'training')], options),
      client.logBatch(
        parent.runId,
        { params: studyParams(log.report), metrics: studyMetrics(log.report, parent) },
        options,
      ),
      ...[...log.artifacts].map(([path, bytes]) => client.uploadArtifact(parent.artifactUri, path, bytes, options)),
    ]);
    await client.updateRun(parent.runId, { status: 'FINISHED', endTime: log.endTime }, options);
    return { runId: parent.runId, url: runUrl(client.webUrl, experimentId, parent.runId), childRunIds };
  } catch (error) {
    const cancelled = options.signal?.aborted ?? false;
    await failRun(client, { runId: parent.runId, endTime: log.endTime, cancelled }, error);
    throw error;
  }
}

/** Names the cell of a child run. */
const CELL_TAG = 'study_cell';

interface StudyContext {
  client: MlflowClient;
  log: StudyLog;
  parent: Run;
  tags: Record<string, string>;
  options: { signal?: AbortSignal };
}

async function logCells({ client, log, parent, tags, options }: StudyContext): Promise<string[]> {
  const existing =
    log.idempotencyKey === undefined ? new Map<string, string>() : await existingCells(client, parent, options);
  return settle(
    log.report.cells.map(async (cell, index, cells) => {
      const name = cellName(cell);
      const runId =
        existing.get(name) ??
        (
          await client.createRun(
            {
              experimentId: parent.experimentId,
              runName: cellRunName(cell, log.report),
              // MLflow lists runs by start, newest first: these stand in the report's order.
              startTime: log.startTime + (cells.length - 1 - index),
              user: log.user,
              tags: { ...tags, [CELL_TAG]: name },
              parentRunId: parent.runId,
            },
            options,
          )
        ).runId;
      await settle([
        client.logBatch(runId, { params: cellParams(cell, log.report), metrics: cellMetrics(cell, parent) }, options),
        client.logInputs(runId, [datasetInput(log.dataset, 'training')], options),
      ]);
      await client.updateRun(runId, { status: 'FINISHED', endTime: log.endTime }, options);
      return runId;
    }),
  );
}

/** The cells that an earlier delivery logged, by name: one search instead of one for each. */
async function existingCells(
  client: MlflowClient,
  parent: Run,
  options: StudyContext['options'],
): Promise<Map<string, string>> {
  const filter = `tags.\`mlflow.parentRunId\` = '${parent.runId}'`;
  const found = new Map<string, string>();
  for await (const run of client.searchRuns({ experimentIds: [parent.experimentId], filter }, options)) {
    const name = run.tags[CELL_TAG];
    if (name !== undefined) found.set(name, run.runId);
  }
  return found;
}

/** Short, for the narrow column of nested runs: `10% decision-tree`. */
function cellRunName(cell: StudyCell, report: StudyReport): string {
  const attack = report.spec.attacks.length > 1 ? ` ${cell.attack}` : '';
  return `${cell.level}% ${cell.model}${attack}`;
}

function cellName(cell: StudyCell): string {
  return `${cell.model}/${cell.attack}/${cell.level}`;
}

function cellParams(cell: StudyCell, report: StudyReport): Record<string, string | number> {
  return {
    model: cell.model,
    attack: cell.attack,
    poison_percent: cell.level,
    seeds: cell.n,
    seed: report.spec.seed,
    test_share: report.spec.testShare,
    train_rows: report.trainRows,
    test_rows: report.testRows,
  };
}

/** All at the parent's start, so that a repeat logs the same points. */
function cellMetrics(cell: StudyCell, parent: Run): Metric[] {
  const timestamp = parent.startTime;
  const { attackSuccess } = cell;
  const more = {
    balanced_accuracy: cell.balancedAccuracy,
    calibration_error: cell.calibrationError,
    attack_success: attackSuccess?.rate.value,
    attack_success_floor: attackSuccess?.floor,
  };
  return [
    ...cell.accuracies.map((value, step) => ({ key: 'accuracy', value, timestamp, step })),
    { key: 'accuracy_mean', value: cell.mean, timestamp },
    { key: 'accuracy_sd', value: cell.sd, timestamp },
    { key: 'accuracy_low', value: cell.interval[0], timestamp },
    { key: 'accuracy_high', value: cell.interval[1], timestamp },
    ...Object.entries(more).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value, timestamp }])),
  ];
}

function studyParams(report: StudyReport): Record<string, string | number> {
  const { spec } = report;
  return {
    models: spec.models.join(','),
    attacks: spec.attacks.join(','),
    levels: spec.levels.join(','),
    seeds: spec.seeds,
    seed: spec.seed,
    test_share: spec.testShare,
    train_rows: report.trainRows,
    test_rows: report.testRows,
    fits: report.fits,
  };
}

/** A curve for each model and attack: accuracy over the poison level. */
function studyMetrics(report: StudyReport, parent: Run): Metric[] {
  const { levels } = report.spec;
  // A step is a whole number: the percentage where all levels are whole, else the level's place in the list.
  const whole = levels.every(Number.isInteger);
  const timestamp = parent.startTime;
  return [
    { key: 'majority_accuracy', value: report.majorityAccuracy, timestamp },
    ...report.cells.map((cell) => ({
      key: `accuracy_mean_by_level/${cell.model} ${cell.attack}`,
      value: cell.mean,
      timestamp,
      step: whole ? cell.level : levels.indexOf(cell.level),
    })),
  ];
}

/** Markdown for the run's description: the verdict is what a reader came for. */
function verdictNote(report: StudyReport): string {
  const list = (items: string[]) => items.map((item) => `- ${item}`).join('\n');
  const parts = [`**${report.verdict.sentence}**`, list(report.verdict.reasons), list(report.verdict.limits)];
  const note = parts.filter((part) => part !== '').join('\n\n');
  return note.length > LIMITS.tagValue ? `${note.slice(0, LIMITS.tagValue - 1)}…` : note;
}
