import { join } from 'node:path';
import {
  ATTACKS,
  MITIGATIONS,
  MODEL_KINDS,
  type StudiesReport,
  type StudyReport,
  type StudySpec,
} from '@antidote/contracts';
import { acrossStudies, prepareStudy, studyTable } from '@antidote/robustness';
import { DomainError, withContext } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import {
  SEED,
  THREADS,
  choices,
  integer,
  number,
  numbers,
  required,
  text,
  texts,
  toggle,
} from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { loadTrainingData, type TrainingData } from '../files/load-training-data.js';
import { namingFile } from '../files/naming-file.js';
import {
  prepareStudyFolder,
  studiesReportFiles,
  studyReportFiles,
  writeStudyReport,
} from '../files/study-report-files.js';
import { stem } from '../files/output-path.js';
import { findTracking } from '../mlflow/find-tracking.js';
import { logStudyOrExplain } from '../mlflow/log-study-or-explain.js';
import { evaluationOf } from '../study/evaluation-of.js';
import { studyData } from '../study/study-data.js';
import { ownTrainer } from '../trainer/own-trainer.js';

export const study = defineCommand({
  flags: {
    dataPath: required(texts('CSV file to study; several times for several datasets', { placeholder: 'FILE' })),
    levels: numbers('poison levels in percent of the training rows', { min: 0, max: 100, default: [0, 5, 10, 50] }),
    models: choices('models to compare', MODEL_KINDS, ['decision-tree', 'random-forest']),
    attacks: choices('attacks', ATTACKS, ['uniform'], { random: 'uniform' }),
    mitigations: choices('what is done about flagged labels, studied beside nothing', MITIGATIONS, []),
    gate: number('accuracy that a model must keep; the report tells at which level it breaks', { min: 0, max: 1 }),
    sliceBy: text('a column that results are told by as well: its values, or the quarters of a number', {
      placeholder: 'COLUMN',
    }),
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
    'Only training rows are poisoned; scores use clean labels as far as they are known, and the report says which. report.json is the same bytes for the same file, flags and seed.\nExample: antidote study --data_path data/iris.csv --levels 0,5,10,50 --seeds 10 --out report\nExample: antidote study --data_path data/wa_churn.csv --levels 0,3 --attacks backdoor-in-range --mitigations pruned,reviewed\nExample: antidote study --data_path data/iris.csv --data_path data/wa_churn.csv --out report\nYour trainer reads {train}, a CSV file with the label column, and {test}, one without it, and writes {predictions}, a CSV file with a column prediction and one line a test row; {seed} is optional.\nExample: antidote study --data_path data/iris.csv --trainer "python train.py {train} {test} {predictions}"',

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
      ...(values.sliceBy !== undefined && { sliceBy: values.sliceBy }),
    };
    const trainer =
      values.trainer === undefined
        ? null
        : ownTrainer(values.trainer, { timeLimit: values.timeLimit, parallel: values.threads });
    const tracking = await findTracking(values.trackingUri, readConfig());
    const startTime = Date.now();
    const paths = values.dataPath;
    if (paths.length > 1 && values.testPath !== undefined) {
      throw new DomainError(
        'invalid_argument',
        `--test_path ${values.testPath} is of one dataset, and ${paths.length} are to be studied; leave it out, or study them one by one.`,
      );
    }
    const datasets: { path: string; data: TrainingData }[] = [];
    for (const path of paths) {
      const load = async () => {
        const loaded = await loadTrainingData({ ...values, dataPath: path }, terminal);
        const context = values.source === undefined ? {} : { source: values.source };
        const data = { ...loaded, table: withContext(loaded.table, context) };
        // What cannot be studied is refused before the first of several is.
        if (paths.length > 1) prepareStudy(data.table, spec, evaluationOf(data));
        return data;
      };
      // With several files a refusal names the one that it is about.
      datasets.push({ path, data: await (paths.length > 1 ? namingFile(path, load) : load()) });
    }
    if (values.out) await prepareStudyFolder(values.out, values.force);

    const studies: StudyReport[] = [];
    for (const { path, data } of datasets) {
      const options = { name: stem(path), threads: values.threads, trainer, terminal };
      studies.push(await studyData(data, spec, options));
    }
    const [first] = studies;
    const together: StudiesReport | null =
      studies.length > 1 ? { formatVersion: 1, across: acrossStudies(studies), studies } : null;
    const filesOfEach = studies.map(studyReportFiles);
    const files = together ? studiesReportFiles(together) : filesOfEach[0]!;
    if (values.out) await writeStudyReport(values.out, files, values.force);

    const times = { startTime, endTime: Date.now() };
    const loggings = [];
    for (const [i, report] of studies.entries()) {
      const { path, data } = datasets[i]!;
      const context = { ...times, experiment: values.experiment!, dataPath: path };
      const logging = await logStudyOrExplain(tracking, context, data, report, filesOfEach[i]!);
      loggings.push(logging);
      // Without a server, or with one that is down, the next is not logged either.
      if (!logging.logged) break;
    }
    for (const { note } of loggings) if (note) terminal.note(note);
    const logged = loggings.flatMap(({ logged: done }) => (done ? [{ runId: done.runId, url: done.url }] : []));
    const lines = together ? studiesLines(together) : [studyTable(first!).trimEnd(), ''];
    if (values.out) lines.push(`report: ${join(values.out, 'report.html')}`);
    lines.push(...logged.map(({ url }) => `MLflow: ${url}`));
    return {
      text: `${lines.join('\n').trimEnd()}\n`,
      json: together ? { ...together, mlflow: logged } : { ...first, mlflow: logged[0] ?? null },
      exitCode: loggings.some(({ failed }) => failed) && tracking?.explicit ? EXIT.unreachable : EXIT.done,
    };
  },
});

function studiesLines({ across: { datasets, verdict }, studies }: StudiesReport): string[] {
  return [
    ...studies.flatMap((study, i) => [datasets[i]!.name.toUpperCase(), studyTable(study).trimEnd(), '']),
    `ALL ${studies.length} DATASETS`,
    verdict.sentence,
    ...verdict.reasons,
    ...verdict.limits,
    '',
  ];
}
