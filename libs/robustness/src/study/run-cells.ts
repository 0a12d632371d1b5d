import type { AttackName, Backdoor, Mitigation, StudySpec } from '@antidote/contracts';
import { DomainError, selectRows, type Table } from '@antidote/tabular';
import { expectedCalibrationError, mean } from '@antidote/statistics';
import {
  fitModel,
  mostProbable,
  predictBinnedProbabilities,
  predictLabels,
  predictProbabilities,
  type Model,
} from '@antidote/training';
import { mitigate } from './mitigate.js';
import { prepareStudy, type PreparedStudy } from './prepare-study.js';
import { scoredData, type ScoredData } from './scored-data.js';
import { fitSeed, naiveSeed, poisonSeed } from './seed-streams.js';
import { sliceCodes, type Slices } from './slices.js';
import { poisonedRowCount, studyAttack } from './study-attack.js';
import type { BatchResult, CellResult, CellScore, StudyBatch } from './study-batch.js';
import { cleanTraining, poisonedTraining, relabelledTraining, type TrainingSet } from './training-set.js';
import { triggered } from './triggered.js';

/**
 * Runs one seed: splits, poisons the training rows only, fits every model at every level, after every mitigation too, and
 * scores it. All models see the same split and the same poison, and all levels attack by the same seed, so that
 * differences are paired. Level 0 is fitted once for all attacks.
 *
 * @param prepared from `prepareStudy`; made here when absent
 * @throws DomainError `too_few_rows` when no row can be held out or scored; what an attack refuses, naming it
 */
export function runCells(
  table: Table,
  spec: StudySpec,
  batch: StudyBatch,
  prepared: PreparedStudy = prepareStudy(table, spec),
): BatchResult {
  const { binned, evaluation, slices, threads } = prepared;
  const { classes } = table.target;
  const data = scoredData(table, spec, batch, prepared);
  const sliceOf = slices && sliceCodes(data.test, slices);
  const training = selectRows(table, data.train);
  const mitigations = spec.mitigations ?? [];
  const seed = fitSeed(spec.seed, batch.seedIndex);
  const cells: CellResult[] = [];

  const fitAll = (set: TrainingSet): Model[] =>
    spec.models.map((model) =>
      fitModel(model, set.binned, set.labels, classes, {
        seed,
        rows: set.rows,
        threads,
        ...(set.sampleWeights && { sampleWeights: set.sampleWeights }),
      }),
    );
  const clean = cleanTraining(table, binned, data.train);
  const wantsFloor = spec.levels.some((level) => level > 0) && spec.attacks.some((name) => name.startsWith('backdoor'));
  const cleanModels = spec.levels.includes(0) || wantsFloor ? fitAll(clean) : [];

  interface Scene {
    attack: AttackName | null;
    level: number;
    poisoned: Table;
    trueCodes: Int32Array;
    poisonedRows: number;
    /** Labels of the scored rows, poisoned alike; null where there are none. */
    naive: Int32Array | null;
    backdoor: Backdoor | undefined;
  }
  const score = (
    scene: Scene,
    set: TrainingSet,
    models: Model[],
    mitigation: Mitigation | null,
    flaggedRows: number,
  ) => {
    const { attack, level, poisonedRows } = scene;
    models.forEach((model, i) => {
      const { predicted, ...scores } = scoreOf(model, set, data, scene.naive);
      const success = attackSuccess(model, cleanModels[i], data, scene.backdoor);
      const cell = { model: spec.models[i]!, attack, level, mitigation, poisonedRows, flaggedRows };
      const isRight = (row: number) => predicted[row] === data.truth[row];
      const sliceRight = sliceOf && mitigation === null && countBySlice(sliceOf, slices!, isRight);
      cells.push({ ...cell, ...scores, attackSuccess: success, ...(sliceRight && { sliceRight }) });
    });
  };
  const study = (scene: Scene, set: TrainingSet, models: Model[]) => {
    score(scene, set, models, null, 0);
    for (const { mitigation, codes, weights, flaggedRows } of mitigate(scene.poisoned, scene.trueCodes, mitigations, {
      seed,
      threads,
    })) {
      const mended = relabelledTraining(set, codes, weights);
      score(scene, mended, fitAll(mended), mitigation, flaggedRows);
    }
  };

  if (spec.levels.includes(0)) {
    const { codes } = training.target;
    const scene = { attack: null, level: 0, poisoned: training, trueCodes: codes, poisonedRows: 0 };
    study({ ...scene, naive: null, backdoor: undefined }, clean, cleanModels);
  }
  for (const attack of spec.attacks) {
    for (const level of spec.levels) {
      if (level === 0) continue;
      const attacked = studyAttack(training, spec, attack, level, poisonSeed(spec.seed, batch.seedIndex));
      const set = poisonedTraining(table, binned, data.train, attacked);
      const trueCodes = new Int32Array(attacked.table.rowCount).fill(-1);
      trueCodes.set(training.target.codes);
      study(
        {
          attack,
          level,
          poisoned: attacked.table,
          trueCodes,
          poisonedRows: poisonedRowCount(attacked),
          naive: naiveLabels(data, spec, attack, level, batch),
          backdoor: attacked.backdoor,
        },
        set,
        fitAll(set),
      );
    }
  }
  return {
    index: batch.index,
    labelsUsed: evaluation?.labelsUsed ?? 'as-given',
    trainRows: data.train.length,
    testRows: data.truth.length,
    majorityAccuracy: majorityShare(data.truth),
    ...(sliceOf && {
      slices: { column: slices!.column, names: slices!.names, rows: countBySlice(sliceOf, slices!, () => true) },
    }),
    cells,
  };
}

/** Rows of each slice that pass. */
function countBySlice(sliceOf: Int32Array, { names }: Slices, passes: (row: number) => boolean): number[] {
  const counts = names.map(() => 0);
  sliceOf.forEach((slice, row) => {
    if (slice >= 0 && passes(row)) counts[slice]!++;
  });
  return counts;
}

function scoreOf(
  model: Model,
  set: TrainingSet,
  { scored, test, truth }: ScoredData,
  naive: Int32Array | null,
): Omit<CellScore, 'attackSuccess'> & { predicted: Int32Array } {
  const probabilities =
    set.shared && scored
      ? predictBinnedProbabilities(model, set.binned, scored)
      : predictProbabilities(model, test.features, test.rowCount);
  const classCount = model.classes.length;
  const predicted = mostProbable(probabilities, classCount);
  const rows = new Int32Array(classCount);
  const hits = new Int32Array(classCount);
  let right = 0;
  truth.forEach((code, i) => {
    if (predicted[i] === code) right++;
    if (code >= classCount) return;
    rows[code]!++;
    if (predicted[i] === code) hits[code]!++;
  });
  const recall = Array.from(rows, (count, code) => (count === 0 ? null : hits[code]! / count));
  const known = recall.filter((share) => share !== null);
  const seen = truth.map((code) => (code < classCount ? code : -1));
  return {
    accuracy: right / truth.length,
    balancedAccuracy: known.length === 0 ? 0 : mean(known),
    recall,
    calibrationError: known.length === 0 ? 1 : expectedCalibrationError(seen, probabilities, classCount),
    naiveAccuracy: naive && shareEqual(naive, predicted),
    predicted,
  };
}

/** How the trigger fares with a model of poisoned rows, and with one of clean rows, on scored rows of other classes. */
function attackSuccess(
  model: Model,
  cleanModel: Model | undefined,
  { test, truth }: ScoredData,
  backdoor: Backdoor | undefined,
): CellScore['attackSuccess'] {
  if (!backdoor || !cleanModel) return null;
  const target = model.classes.indexOf(backdoor.targetClass);
  const others = Uint32Array.from(truth.keys()).filter((row) => truth[row] !== target);
  if (others.length === 0) return null;
  const victims = selectRows(test, others);
  const features = triggered(victims.features, victims.rowCount, backdoor.trigger);
  const rate = (of: Model) =>
    predictLabels(of, features, victims.rowCount).filter((code) => code === target).length / victims.rowCount;
  return { rate: rate(model), floor: rate(cleanModel) };
}

/**
 * The scored rows' labels had they been poisoned too, as happens when a file is poisoned before it is split. Made where
 * labels alone are changed and rows are held out; null where the attack does not fit so few rows.
 */
function naiveLabels(
  { scored, test }: ScoredData,
  spec: StudySpec,
  attack: AttackName,
  level: number,
  { seedIndex }: StudyBatch,
): Int32Array | null {
  if (!scored) return null;
  try {
    const { table, patch } = studyAttack(test, spec, attack, level, naiveSeed(spec.seed, seedIndex));
    return patch.cells.length === 0 && patch.add.length === 0 ? table.target.codes : null;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function shareEqual(truth: Int32Array, predicted: Int32Array): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

function majorityShare(truth: Int32Array): number {
  const counts = new Map<number, number>();
  for (const code of truth) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Math.max(...counts.values()) / truth.length;
}
