/** @jest-environment ./libs/training/src/testing/outer-typed-arrays.cjs */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { byCodePoint, Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { runOnnx } from '../testing/run-onnx.js';

const EXPORTED: [ModelKind, ModelParameters][] = [
  ['decision-tree', {}],
  ['random-forest', { nEstimators: 15 }],
  ['extra-trees', { nEstimators: 15 }],
  ['gradient-boosting', { nEstimators: 15 }],
  ['logistic-regression', {}],
];
/** The project's own copies, without quoted cells; the last column is the label. */
const FILES = ['iris', 'penguins', 'wa_churn'];

function load(name: string) {
  const text = readFileSync(new URL(`../../../../data/${name}.csv`, import.meta.url), 'utf8');
  const [header, ...rows] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const target = header!.findIndex((column) => /^(label|target|class|species)$/i.test(column));
  const at = target < 0 ? header!.length - 1 : target;
  const codesOf = (texts: string[]) => {
    const categories = [...new Set(texts.filter((cell) => cell !== ''))].sort(byCodePoint);
    return { categories, codes: Int32Array.from(texts, (cell) => categories.indexOf(cell)) };
  };
  const features = header!.flatMap((column, index): FeatureColumn[] => {
    if (index === at) return [];
    const cells = rows.map((row) => row[index]!.replace(/^NA$/, ''));
    if (cells.every((cell) => cell === '' || Number.isFinite(Number(cell)))) {
      return [
        { kind: 'numeric', name: column, values: Float64Array.from(cells, (cell) => (cell === '' ? NaN : +cell)) },
      ];
    }
    return [{ kind: 'category', name: column, ...codesOf(cells) }];
  });
  const { categories: classes, codes: labels } = codesOf(rows.map((row) => row[at]!));
  return { features, labels, classes, rowCount: rows.length };
}

/** The rows with cells missing here and there, numbers beyond all seen, and categories of their own. */
function disturbed(features: FeatureColumn[]): FeatureColumn[] {
  const random = new Random(4);
  return features.map((column) => {
    if (column.kind === 'numeric') {
      const strange = [NaN, Infinity, -Infinity, 1e30, -1e30];
      return { ...column, values: column.values.map((v) => (random.below(6) ? v : strange[random.below(5)]!)) };
    }
    const unseen = column.categories.length;
    return {
      ...column,
      categories: [...column.categories, '\u{1F4A5} never seen'],
      codes: column.codes.map((code) => (random.below(6) ? code : random.below(2) ? -1 : unseen)),
    };
  });
}

describe.each(FILES)('models of %s as ONNX', (name) => {
  const { features, labels, classes, rowCount } = load(name);
  const binned = binFeatures(features, rowCount);

  it.each(EXPORTED)(
    'has the labels of the engine, and its scores to the precision of 32 bits: %s',
    async (kind, parameters) => {
      const model = fitModel(kind, binned, labels, classes, { seed: 1, parameters });
      for (const rows of [features, disturbed(features)]) {
        const theirs = await runOnnx(model, rows, rowCount);
        expect(theirs.labels).toEqual(Array.from(predictLabels(model, rows, rowCount), (code) => classes[code]));
        const ours = predictProbabilities(model, rows, rowCount);
        let widest = 0;
        theirs.probabilities.forEach((column, c) => {
          for (let row = 0; row < rowCount; row++) {
            widest = Math.max(widest, Math.abs(column[row]! - ours[row * classes.length + c]!));
          }
        });
        expect(widest).toBeLessThan(2e-6);
      }
    },
  );
});
