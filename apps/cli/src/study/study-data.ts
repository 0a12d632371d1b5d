import type { StudyReport, StudySpec } from '@antidote/contracts';
import {
  emptyLevels,
  planStudy,
  prepareStudy,
  reduceStudy,
  runTrainerCells,
  withTrainer,
  type Trainer,
  type TrainerCell,
} from '@antidote/robustness';
import type { Terminal } from '../command-line/command.js';
import { progress } from '../command-line/progress.js';
import type { TrainingData } from '../files/load-training-data.js';
import { evaluationOf } from './evaluation-of.js';
import { runBatches } from './run-batches.js';

export interface StudyDataOptions {
  /** Of the dataset, as the report has it. */
  name: string;
  threads: number;
  /** The team's own trainer, studied beside the models. */
  trainer: Trainer | null;
  /** Hears of progress and of warnings. */
  terminal: Terminal;
}

/** One dataset, studied. @throws DomainError as `prepareStudy` and `runCells`; whatever the trainer throws */
export async function studyData(
  data: TrainingData,
  spec: StudySpec,
  { name, threads, trainer, terminal }: StudyDataOptions,
): Promise<StudyReport> {
  const { table, sha256 } = data;
  const poisoned = poisonWarning(data);
  for (const warning of poisoned) terminal.note(`warning: ${warning}`);
  const onBatch = progress(terminal, `study of ${name}, seeds`, spec.seeds);
  const results = await runBatches(table, spec, { evaluation: evaluationOf(data), threads, onBatch });
  const { classes, name: target } = table.target;
  const facts = { name, sha256, rows: table.rowCount, features: table.features.length, classes, target };
  const report = reduceStudy(facts, spec, results, [...data.warnings, ...poisoned]);
  for (const warning of emptyLevels(spec, report.trainRows)) terminal.note(`warning: ${warning}`);
  return trainer ? withTrainer(report, await trainerBatches(data, spec, trainer, terminal)) : report;
}

/** One seed after the other; the runs of a seed at the same time. */
async function trainerBatches(data: TrainingData, spec: StudySpec, trainer: Trainer, terminal: Terminal) {
  const prepared = prepareStudy(data.table, spec, evaluationOf(data));
  const tick = progress(terminal, 'your trainer, seeds', spec.seeds);
  const batches: TrainerCell[][] = [];
  for (const batch of planStudy(spec)) {
    tick(batch.index);
    batches.push(await runTrainerCells(data.table, spec, batch, prepared, trainer));
  }
  return batches;
}

function poisonWarning({ manifest }: TrainingData): string[] {
  if (!manifest?.percent) return [];
  return [`The file is poisoned already (${manifest.attack}, ${manifest.percent}%): the levels come on top of that.`];
}
