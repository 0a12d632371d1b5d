import type { LearningCurveReport, LearningPoint, ModelKind, StudySpec } from '@antidote/contracts';
import { applyAttack } from '@antidote/poisoning';
import { mean, meanInterval, sampleSd } from '@antidote/statistics';
import { DomainError, Random, selectRows, type Table } from '@antidote/tabular';
import { fitModel, predictBinnedLabels, predictLabels } from '@antidote/training';
import { pairedPoints } from '../study/paired-points.js';
import { prepareStudy } from '../study/prepare-study.js';
import type { StudyEvaluation } from '../study/study-evaluation.js';
import { scoredData } from '../study/scored-data.js';
import { fitSeed, poisonSeed } from '../study/seed-streams.js';
import { recoveryOf, recoverySentence, type Prices } from './recovery.js';

export interface LearningCurveOptions extends Prices {
  models: readonly ModelKind[];
  /** Noise levels in percent; no noise is always measured. */
  noise: readonly number[];
  seeds: number;
  seed: number;
  threads?: number;
  onProgress?(done: number, total: number): void;
}

/** Sizes halve from all training rows down, so often. */
const HALVINGS = 4;
/** Fewer rows a class teach nothing to compare by. */
const LEAST_ROWS_A_CLASS = 5;
const STREAM = 72;
const TEST_SHARE = 0.3;

/**
 * Accuracy by the number of training rows, with clean labels and with noise, and what buys back what the noise costs:
 * more rows, or reviews. Rows of a size are among those of every greater one, and noise flips the same of them, so
 * that differences are paired over seeds.
 *
 * @param evaluation as in a study
 * @throws DomainError `too_few_rows` where halving leaves fewer than five rows a class; as `prepareStudy`
 */
export function learningCurve(
  table: Table,
  options: LearningCurveOptions,
  evaluation: StudyEvaluation | null = null,
): LearningCurveReport {
  const { models, seeds, seed, threads = 1, onProgress } = options;
  const noises = [0, ...options.noise.filter((noise) => noise > 0)];
  const spec: StudySpec = {
    levels: noises,
    models: [...models],
    attacks: ['uniform'],
    seeds,
    seed,
    testShare: TEST_SHARE,
  };
  const prepared = prepareStudy(table, spec, evaluation, { threads });
  const { classes } = table.target;
  const found = new Map<string, number[]>();
  let sizes: number[] = [];
  let testRows = 0;
  for (let index = 0; index < seeds; index++) {
    onProgress?.(index, seeds);
    const { train, scored, test, truth } = scoredData(table, spec, { index, seedIndex: index }, prepared);
    sizes = sizesOf(train.length, classes.length);
    testRows = truth.length;
    const training = selectRows(table, train);
    const order = new Random(seed, STREAM, index).shuffle(train.slice());
    for (const noise of noises) {
      const noisy = applyAttack(training, { attack: 'uniform', percent: noise, seed: poisonSeed(seed, index) });
      const labels = new Int32Array(table.rowCount).fill(-1);
      train.forEach((row, i) => (labels[row] = noisy.table.target.codes[i]!));
      for (const size of sizes) {
        const rows = order.slice(0, size).sort();
        for (const model of models) {
          const fitted = fitModel(model, prepared.binned, labels, classes, {
            seed: fitSeed(seed, index),
            rows,
            threads,
          });
          const predicted = scored
            ? predictBinnedLabels(fitted, prepared.binned, scored)
            : predictLabels(fitted, test.features, test.rowCount);
          const right = truth.reduce((sum, code, i) => sum + (predicted[i] === code ? 1 : 0), 0);
          const key = keyOf(model, noise, size);
          found.set(key, [...(found.get(key) ?? []), right / truth.length]);
        }
      }
    }
  }
  const accuraciesOf = (model: ModelKind, noise: number, size: number) => found.get(keyOf(model, noise, size))!;
  const points = models.flatMap((model) =>
    noises.flatMap((noise) => sizes.map((size) => pointOf(model, noise, size, accuraciesOf(model, noise, size)))),
  );
  const all = sizes.at(-1)!;
  const recoveries = models.flatMap((model) =>
    noises.slice(1).map((noise) =>
      recoveryOf(
        {
          model,
          noise,
          classes: classes.length,
          sizes,
          clean: sizes.map((size) => mean(accuraciesOf(model, 0, size))),
          noisy: mean(accuraciesOf(model, noise, all)),
          loss: pairedPoints(accuraciesOf(model, 0, all), accuraciesOf(model, noise, all)),
          lastDoubling: pairedPoints(accuraciesOf(model, noise, all), accuraciesOf(model, noise, sizes.at(-2)!)),
        },
        options,
      ),
    ),
  );
  return {
    formatVersion: 1,
    labelsUsed: evaluation?.labelsUsed ?? 'as-given',
    trainRows: all,
    testRows,
    classes: classes.length,
    sizes,
    seeds,
    seed,
    points,
    recoveries,
    sentences: recoveries.map(recoverySentence),
  };
}

const keyOf = (model: ModelKind, noise: number, size: number) => `${model}/${noise}/${size}`;

/** All rows, a half, a quarter and so on, ascending, down to five a class. */
function sizesOf(rows: number, classCount: number): number[] {
  const least = LEAST_ROWS_A_CLASS * classCount;
  const sizes = Array.from({ length: HALVINGS + 1 }, (_, i) => Math.round(rows / 2 ** (HALVINGS - i)));
  const enough = sizes.filter((size) => size >= least);
  if (enough.length >= 2) return enough;
  throw new DomainError(
    'too_few_rows',
    `A learning curve over ${classCount} classes needs ${2 * least} training rows; there are ${rows}.`,
    { rows, limit: 2 * least },
  );
}

function pointOf(model: ModelKind, noise: number, rows: number, accuracies: number[]): LearningPoint {
  const { value, low, high } = meanInterval(accuracies);
  return {
    model,
    noise,
    rows,
    mean: value,
    sd: accuracies.length > 1 ? sampleSd(accuracies) : 0,
    n: accuracies.length,
    interval: [Math.max(0, low), Math.min(1, high)],
    accuracies,
  };
}
