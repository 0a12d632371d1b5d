import { join } from 'node:path';
import { ATTACKS, MITIGATIONS, MODEL_KINDS, type StudyReport, type StudySpec } from '@antidote/contracts';
import {
  emptyLevels,
  planStudy,
  prepareStudy,
  reduceStudy,
  runTrainerCells,
  studyTable,
  withTrainer,
  type Trainer,
  type TrainerCell,
} from '@antidote/robustness';
import { withContext } from '@antidote/tabular';
import { defineCommand, type Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, THREADS, choices, integer, number, numbers, required, text, toggle } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { readConfig } from '../config.js';
import { loadTrainingData, type TrainingData } from '../files/load-training-data.js';
import { prepareStudyFolder, studyReportFiles, writeStudyReport } from '../files/study-report-files.js';
import { stem } from '../files/output-path.js';
import { findTracking } from '../mlflow/find-tracking.js';
import { logStudyOrExplain } from '../mlflow/log-study-or-explain.js';
import { evaluationOf } from '../study/evaluation-of.js';
import { ownTrainer } from '../trainer/own-trainer.js';
import { runBatches } from '../study/run-batches.js';

export const study = defineCommand({
  flags: {
    dataPath: required(text('CSV file to study', { placeholder: 'FILE' })),
    levels: numbers('poison levels in percent of the training rows', { min: 0, max: 100, default: [0, 5, 10, 50] }),
    models: choices('models to compare', MODEL_KINDS, ['decision-tree', 'random-forest']),
    attacks: choices('attacks', ATTACKS, ['uniform'], { random: 'uniform' }),
    mitigations: choices('what is done about flagged labels, studied beside nothing', MITIGATIONS, []),
    gate: number('accuracy that a model must keep; the report tells at which level it breaks', { min: 0, max: 1 }),
    seeds: integer('number of seeds: each another split and another poison', { min: 1, max: 10_000, default: 10 }),
    seed: SEED,
    threads: THREADS,
    testPath: text('score on the labels of this file; else each seed holds out 30 %, stratified', {
      placeholder: 'FILE',
    }),
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    source: text('the column that says where a row came from, for bad-source; models never see it', {
      placeholder: 'COLUMN',
    }),
    out: text('write report.json and report.html here', { placeholder: 'DIR' }),
    trainer: text('your own trainer, studied beside the models: a command with {train}, {test} and {predictions}', {
      placeholder: 'COMMAND',
    }),
    timeLimit: integer('seconds that one run of your trainer may take', { min: 1, max: 86_400, default: 60 }),
    experiment: text('MLflow experiment', { placeholder: 'NAME', default: 'antidote' }),
    trackingUri: text('MLflow server; else MLFLOW_TRACKING_URI, else the local stack', { placeholder: 'ADDRESS' }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'Only training rows are poisoned; scores use clean labels as far as they are known, and the report says which. report.json is the same bytes for the same file, flags and seed.\nExample: antidote study --data_path data/iris.csv --levels 0,5,10,50 --seeds 10 --out report\nExample: antidote study --data_path data/wa_churn.csv --levels 0,3 --attacks backdoor-in-range --mitigations pruned,reviewed\nYour trainer reads {train}, a CSV file with the label column, and {test}, one without it, and writes {predictions}, a CSV file with a column prediction and one line a test row; {seed} is optional.\nExample: antidote study --data_path data/iris.csv --trainer "python train.py {train} {test} {predictions}"',

  async run(values, terminal) {
    const spec: StudySpec = {
      levels: [...values.levels].sort((a, b) => a - b),
      models: values.models,
      attacks: values.attacks,
      seeds: values.seeds,
      seed: values.seed,
      testShare: 0.3,
      ...(values.mitigations.length > 0 && { mitigations: values.mitigations }),
      ...(values.gate !== undefined && { gate: values.gate }),
    };
    const train =
      values.trainer === undefined
        ? null
        : ownTrainer(values.trainer, { timeLimit: values.timeLimit, parallel: values.threads });
    const tracking = await findTracking(values.trackingUri, readConfig());
    const startTime = Date.now();
    const loaded = await loadTrainingData(values, terminal);
    const data = {
      ...loaded,
      table: withContext(loaded.table, values.source === undefined ? {} : { source: values.source }),
    };
    const poisoned = poisonWarning(data);
    for (const warning of poisoned) terminal.note(`warning: ${warning}`);
    if (values.out) await prepareStudyFolder(values.out, values.force);
    const tick = progress(terminal, 'study, seeds', spec.seeds);
    const results = await runBatches(data.table, spec, {
      evaluation: evaluationOf(data),
      threads: values.threads,
      onBatch: tick,
    });
    const models = reduceStudy(datasetOf(data, values.dataPath), spec, results, [...data.warnings, ...poisoned]);
    for (const warning of emptyLevels(spec, models.trainRows)) terminal.note(`warning: ${warning}`);
    const report = train ? withTrainer(models, await trainerBatches(data, spec, train, terminal)) : models;
    const artifacts = studyReportFiles(report);
    if (values.out) await writeStudyReport(values.out, artifacts, values.force);

    const times = { startTime, endTime: Date.now() };
    const logging = await logStudyOrExplain(
      tracking,
      { ...times, experiment: values.experiment!, dataPath: values.dataPath },
      data,
      report,
      artifacts,
    );
    if (logging.note) terminal.note(logging.note);
    const lines = [studyTable(report).trimEnd(), ''];
    if (values.out) lines.push(`report: ${join(values.out, 'report.html')}`);
    if (logging.logged) lines.push(`MLflow: ${logging.logged.url}`);
    return {
      text: `${lines.join('\n').trimEnd()}\n`,
      json: { ...report, mlflow: logging.logged && { runId: logging.logged.runId, url: logging.logged.url } },
      exitCode: logging.failed && tracking?.explicit ? EXIT.unreachable : EXIT.done,
    };
  },
});

/** One seed after the other; the runs of a seed at the same time. */
async function trainerBatches(data: TrainingData, spec: StudySpec, train: Trainer, terminal: Terminal) {
  const prepared = prepareStudy(data.table, spec, evaluationOf(data));
  const tick = progress(terminal, 'your trainer, seeds', spec.seeds);
  const batches: TrainerCell[][] = [];
  for (const batch of planStudy(spec)) {
    tick(batch.index);
    batches.push(await runTrainerCells(data.table, spec, batch, prepared, train));
  }
  return batches;
}

function datasetOf({ table, sha256 }: TrainingData, path: string): StudyReport['dataset'] {
  const { classes, name: target } = table.target;
  return { name: stem(path), sha256, rows: table.rowCount, features: table.features.length, classes, target };
}

function poisonWarning({ manifest }: TrainingData): string[] {
  if (!manifest?.percent) return [];
  return [`The file is poisoned already (${manifest.attack}, ${manifest.percent}%): the levels come on top of that.`];
}
