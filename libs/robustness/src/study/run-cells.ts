import type { StudySpec } from '@antidote/contracts';
import { applyAttack } from '@antidote/poisoning';
import { DomainError, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { fitModel, predictBinnedLabels, predictLabels, type Model } from '@antidote/training';
import { prepareStudy, type PreparedStudy } from './prepare-study.js';
import { fitSeed, poisonSeed, splitRandom } from './seed-streams.js';
import type { BatchResult, CellResult, StudyBatch } from './study-batch.js';

/**
 * Runs one seed: splits, poisons the training rows only, fits every model at every level and scores it. All models
 * see the same split and the same flips, and all levels attack by the same seed, so that differences
 * are paired. Level 0 is fitted once for all attacks.
 *
 * @param prepared from `prepareStudy`; made here when absent
 * @throws DomainError `too_few_rows` when no row can be held out or scored
 */
export function runCells(
  table: Table,
  spec: StudySpec,
  batch: StudyBatch,
  prepared: PreparedStudy = prepareStudy(table, spec),
): BatchResult {
  const { binned, evaluation, threads } = prepared;
  const { codes, classes } = table.target;
  const scoring = scoringRows(table, spec, batch, prepared);
  if (scoring.truth.length === 0 || scoring.train.length === 0) {
    throw new DomainError(
      'too_few_rows',
      `a study needs labelled rows to train on and to score; there are ${scoring.train.length} and ${scoring.truth.length}`,
    );
  }
  const training = selectRows(table, scoring.train);
  const cells: CellResult[] = [];
  const score = (labels: Int32Array, attack: CellResult['attack'], level: number) => {
    for (const model of spec.models) {
      const fitted = fitModel(model, binned, labels, classes, {
        seed: fitSeed(spec.seed, batch.seedIndex),
        rows: scoring.train,
        threads,
      });
      cells.push({ model, attack, level, accuracy: accuracyOf(scoring.truth, scoring.predict(fitted)) });
    }
  };
  if (spec.levels.includes(0)) score(codes, null, 0);
  for (const attack of spec.attacks) {
    for (const level of spec.levels) {
      if (level === 0) continue;
      const poisoned = applyAttack(training, {
        attack,
        percent: level,
        seed: poisonSeed(spec.seed, batch.seedIndex),
      });
      const labels = codes.slice();
      scoring.train.forEach((row, i) => (labels[row] = poisoned.table.target.codes[i]!));
      score(labels, attack, level);
    }
  }
  return {
    index: batch.index,
    labelsUsed: evaluation?.labelsUsed ?? 'as-given',
    trainRows: scoring.train.length,
    testRows: scoring.truth.length,
    majorityAccuracy: majorityShare(scoring.truth),
    cells,
  };
}

interface ScoringRows {
  /** Positions of the training rows in the table. */
  train: Uint32Array;
  /** Label codes of the scored rows; a class that training lacks has a code of its own and is never predicted. */
  truth: Int32Array;
  predict: (model: Model) => Int32Array;
}

function scoringRows(
  table: Table,
  spec: StudySpec,
  batch: StudyBatch,
  { binned, evaluation }: PreparedStudy,
): ScoringRows {
  const { codes, classes } = table.target;
  if (evaluation && 'table' in evaluation) {
    const { target, features, rowCount } = evaluation.table;
    const known = new Map(classes.map((label, code) => [label, code]));
    const recode = target.classes.map((label, code) => known.get(label) ?? classes.length + code);
    const scored = positionsWithLabel(target.codes);
    return {
      train: positionsWithLabel(codes),
      truth: Int32Array.from(scored, (row) => recode[target.codes[row]!]!),
      predict: (model) => {
        const predicted = predictLabels(model, features, rowCount);
        return Int32Array.from(scored, (row) => predicted[row]!);
      },
    };
  }
  const clean = evaluation ? evaluation.codes : codes;
  const { train, test } = stratifiedSplit(
    codes,
    classes.length,
    spec.testShare,
    splitRandom(spec.seed, batch.seedIndex),
  );
  const scored = test.filter((row) => clean[row]! >= 0);
  return {
    train,
    truth: Int32Array.from(scored, (row) => clean[row]!),
    predict: (model) => predictBinnedLabels(model, binned, scored),
  };
}

function positionsWithLabel(codes: Int32Array): Uint32Array {
  return Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
}

function accuracyOf(truth: Int32Array, predicted: Int32Array): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

function majorityShare(truth: Int32Array): number {
  const counts = new Map<number, number>();
  for (const code of truth) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Math.max(...counts.values()) / truth.length;
}
