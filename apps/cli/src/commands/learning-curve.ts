import { MODEL_KINDS, type LearningCurveReport, type QuantityForQuality } from '@antidote/contracts';
import { refuseOutputs, writeOutputs } from '@antidote/dataset-io';
import { learningCurve as measure, quantityForQuality } from '@antidote/robustness';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { SEED, THREADS, choices, integer, number, numbers, text, toggle } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { loadTrainingData } from '../files/load-training-data.js';
import { evaluationOf } from '../study/evaluation-of.js';

const PRICE = { min: 0, max: 1e9 };

export const learningCurve = defineCommand({
  flags: {
    dataPath: text('CSV file to measure on; without it the formula alone answers, for --classes', {
      placeholder: 'FILE',
    }),
    classes: integer('number of classes, for the formula alone', { min: 2, max: 100_000 }),
    noise: numbers('wrong labels in percent', { min: 0, max: 100, default: [5, 10, 50] }),
    models: choices('models to measure', MODEL_KINDS, ['decision-tree', 'random-forest']),
    seeds: integer('number of seeds', { min: 2, max: 1000, default: 10 }),
    priceRow: number('what one more labelled row costs', PRICE),
    priceReview: number('what one review of a label costs', PRICE),
    testPath: text('score on the labels of this file; else each seed holds out 30 %, stratified', {
      placeholder: 'FILE',
    }),
    out: text('write the report as JSON', { placeholder: 'FILE' }),
    seed: SEED,
    threads: THREADS,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'The formula: noise n over K classes leaves a signal 1 - n K / (K - 1), and takes one over its square times the rows. It holds for learners that average; the curves show what holds for yours.\nExample: antidote learning-curve --data_path data/digits.csv --price-row 2 --price-review 0.2\nExample: antidote learning-curve --classes 3 --noise 5,10,50',

  async run(values, terminal) {
    if (values.dataPath === undefined) {
      if (values.classes === undefined) {
        throw new DomainError(
          'invalid_argument',
          'Give --data_path FILE to measure, or --classes COUNT for the formula.',
        );
      }
      const formula = values.noise.map((noise) => quantityForQuality(values.classes!, noise));
      return { text: formulaText(formula), json: { formula } };
    }
    const data = await loadTrainingData({ ...values, dataPath: values.dataPath }, terminal);
    if (values.out) await refuseOutputs([values.out], { force: values.force });
    const { models, noise, seeds, seed, threads, priceRow, priceReview } = values;
    let tick: ((done: number) => void) | undefined;
    const onProgress = (done: number, total: number) =>
      (tick ??= progress(terminal, 'learning curve, seeds', total))(done);
    const report = measure(
      data.table,
      {
        models,
        noise,
        seeds,
        seed,
        threads,
        onProgress,
        ...(priceRow !== undefined && { priceRow }),
        ...(priceReview !== undefined && { priceReview }),
      },
      evaluationOf(data) ?? null,
    );
    if (values.out) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`);
      await writeOutputs(new Map([[values.out, bytes]]), { force: values.force });
    }
    return { text: curveText(report), json: { ...report, out: values.out ?? null, warnings: data.warnings } };
  },
});

function formulaText(formula: QuantityForQuality[]): string {
  return columns(
    ['noise', 'signal', 'times the rows'],
    formula.map(({ noise, signal, factor }) => [
      `${noise}%`,
      signal.toFixed(3),
      factor === null ? 'no number of rows does' : factor.toFixed(2),
    ]),
  );
}

function curveText({ points, sizes, seeds, labelsUsed, testRows, sentences }: LearningCurveReport): string {
  const series = [...new Set(points.map(({ model, noise }) => `${model} ${noise}%`))];
  const table = columns(
    ['model, wrong labels', ...sizes.map((size) => `${size} rows`)],
    series.map((name) => [
      name,
      ...points.filter(({ model, noise }) => `${model} ${noise}%` === name).map(({ mean }) => (100 * mean).toFixed(1)),
    ]),
  );
  return `${table}Accuracy in %, mean of ${seeds} seeds; ${testRows} rows scored; labels: ${labelsUsed}.\n${sentences.join('\n')}\n`;
}
