/** @jest-environment ./libs/training/src/testing/outer-typed-arrays.cjs */
import { describe, expect, it } from '@jest/globals';
import { Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { runOnnx } from '../testing/run-onnx.js';
import { category, numeric, randomTable } from '../testing/tables.js';

async function expectSame(
  fitted: { features: FeatureColumn[]; labels: Int32Array; classes: string[] },
  features: FeatureColumn[],
  rowCount: number,
) {
  const binned = binFeatures(fitted.features, fitted.labels.length);
  const model = fitModel('logistic-regression', binned, fitted.labels, fitted.classes, { seed: 1 });
  const { labels, dims, probabilities } = await runOnnx(model, features, rowCount);
  expect(dims).toEqual([rowCount, 1]);
  expect(labels).toEqual(Array.from(predictLabels(model, features, rowCount), (code) => model.classes[code]));
  const ours = predictProbabilities(model, features, rowCount);
  const classCount = model.classes.length;
  probabilities.forEach((column, c) => {
    column.forEach((value, row) => expect(Math.abs(value - ours[row * classCount + c]!)).toBeLessThan(1e-12));
  });
}

/** Missing, infinite, huge and ordinary numbers, and categories known, missing and never seen. */
function strangeRows(rowCount: number): FeatureColumn[] {
  const random = new Random(8);
  const numbers = () =>
    Array.from({ length: rowCount }, () => {
      const strange = [null, Infinity, -Infinity, 1e308, -1e308, -0, 5e-324];
      return random.below(3) === 0 ? strange[random.below(strange.length)]! : random.uniform() * 12 - 6;
    });
  const codes = Array.from({ length: rowCount }, () => random.below(6) - 1);
  return [numeric('fine', numbers()), numeric('coarse', numbers()), category('kind', codes, ['a', 'b', 'c', 'd', 'é'])];
}

describe('logistic regression as ONNX', () => {
  it.each([1, 2, 3, 7])('predicts as the engine does, strange rows included: %i classes', async (classCount) => {
    const table = randomTable(7, 150, classCount);
    await expectSame(table, table.features, 150);
    await expectSame(table, strangeRows(400), 400);
  });

  it('has the same labels where two classes are as likely', async () => {
    const features = [numeric('x', [1, 2, 1, 2, 1, 2])];
    await expectSame({ features, labels: Int32Array.of(0, 0, 1, 1, 2, 2), classes: ['a', 'b', 'c'] }, features, 6);
  });

  it('knows a class without rows, a column without a category, and a single column', async () => {
    const none = category('none', [-1, -1, -1, -1], []);
    const labels = Int32Array.of(0, 2, 0, 2);
    const classes = ['a', 'b', 'c'];
    await expectSame(
      { features: [none, numeric('x', [1, 2, 3, 4])], labels, classes },
      [none, numeric('x', [4, 3, 2, 1])],
      4,
    );
    const k = category('k', [0, 1, 0, 1], ['x', 'y']);
    await expectSame({ features: [k], labels, classes }, [category('k', [0, 1, -1, 2], ['x', 'y', 'z'])], 4);
    await expectSame({ features: [none], labels, classes }, [none], 4);
  });
});
