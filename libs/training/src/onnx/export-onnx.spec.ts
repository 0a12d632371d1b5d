/** @jest-environment ./libs/training/src/testing/outer-typed-arrays.cjs */
import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';
import type { TreeModel } from '../tree-model.js';
import { runOnnx } from '../testing/run-onnx.js';
import { exportOnnx } from './export-onnx.js';
import { onnxFeeds } from './onnx-interface.js';

/** The table's rows, then rows whose values are thresholds of the model and their neighbouring doubles. */
function rowsAtThresholds(model: TreeModel, features: FeatureColumn[], rowCount: number) {
  const { feature, threshold } = model.trees;
  const splits = [...feature.keys()].filter((node) => feature[node]! >= 0 && Number.isFinite(threshold[node]));
  const total = rowCount + splits.length * 3;
  const columns = features.map((column, index): FeatureColumn => {
    const source = (row: number) => row % rowCount;
    if (column.kind === 'category') {
      return { ...column, codes: Int32Array.from({ length: total }, (_, row) => column.codes[source(row)]!) };
    }
    const values = Float64Array.from({ length: total }, (_, row) => column.values[source(row)]!);
    splits.forEach((node, i) => {
      if (feature[node] !== index) return;
      const at = threshold[node]!;
      const step = Math.max(Math.abs(at) * 2 ** -52, Number.MIN_VALUE);
      values.set([at, at + step, at - step], rowCount + 3 * i);
    });
    return { ...column, values };
  });
  return { columns, total };
}

async function expectSame(model: TreeModel, features: FeatureColumn[], rowCount: number) {
  const { columns, total } = rowsAtThresholds(model, features, rowCount);
  const { labels, dims, probabilities } = await runOnnx(model, columns, total);
  expect(dims).toEqual([total, 1]);
  expect(labels).toEqual(Array.from(predictLabels(model, columns, total), (code) => model.classes[code]));
  const ours = predictProbabilities(model, columns, total);
  const classCount = model.classes.length;
  probabilities.forEach((column, c) => {
    column.forEach((value, row) => expect(Math.abs(value - ours[row * classCount + c]!)).toBeLessThan(1e-7));
  });
}

describe('exportOnnx', () => {
  it.each([
    ['random-forest', 1, {}],
    ['random-forest', 2, { minSamplesLeaf: 3 }],
    ['random-forest', 3, { nEstimators: 8, minSamplesLeaf: 4 }],
    ['random-forest', 5, { maxDepth: 2 }],
    ['decision-tree', 2, {}],
    ['decision-tree', 4, { maxDepth: 3 }],
  ] as const)('predicts as the engine does: %s, %i classes, %j', async (kind, classCount, parameters) => {
    const { features, labels, classes } = randomTable(7, 150, classCount);
    const model = fitModel(kind, binFeatures(features, 150), labels, classes, { seed: 1, parameters });
    await expectSame(model, features, 150);
  });

  it('gives ties to the lower class as the engine does', async () => {
    const features = [numeric('x', [1, 1, 1, 1])];
    const labels = Int32Array.of(0, 1, 2, 2);
    for (const tied of [labels, Int32Array.of(2, 2, 1, 1), Int32Array.of(1, 1, 0, 0)]) {
      const model = fitModel('decision-tree', binFeatures(features, 4), tied, ['a', 'b', 'c'], { seed: 1 });
      await expectSame(model, features, 4);
    }
  });

  it('counts a category it has not seen as missing', async () => {
    const features = [category('k', [0, 0, 1, 1, -1, -1], ['a', 'b']), numeric('x', [1, 2, 3, 4, 5, 6])];
    const model = fitModel(
      'decision-tree',
      binFeatures(features, 6),
      Int32Array.of(0, 0, 0, 0, 1, 1),
      ['seen', 'missing'],
      {
        seed: 3,
        parameters: { maxFeatures: 1, maxDepth: 1 },
      },
    );
    const unseen = [category('k', [0, 1, 2, -1], ['a', 'b', 'never']), numeric('x', [1, 1, 1, 1])];
    const { labels } = await runOnnx(model, unseen, 4);
    expect(labels).toEqual(Array.from(predictLabels(model, unseen, 4), (code) => model.classes[code]));
  });

  it('takes a single column as [N, 1]', async () => {
    const features = [numeric('only one', [1, 2, null, 4])];
    const model = fitModel('random-forest', binFeatures(features, 4), Int32Array.of(0, 0, 1, 1), ['a', 'b'], {
      seed: 1,
    });
    expect(onnxFeeds(features, 4)[0]!.dims).toEqual([4, 1]);
    await expectSame(model, features, 4);
  });

  it('renames outputs that bear the name of a column', async () => {
    const names = [
      'prediction',
      'probability_ä "b"',
      'labels',
      'matrix',
      'petal länge (cm)',
      'column_0',
      'prediction_1',
    ];
    const features = names.map((name, index) => numeric(name, [index, 1, 2, 3]));
    const model = fitModel('random-forest', binFeatures(features, 4), Int32Array.of(0, 0, 1, 1), ['ä "b"', 'é'], {
      seed: 1,
    });
    const { outputNames } = await runOnnx(model, features, 4);
    expect(outputNames).toEqual(['prediction_2', 'probability1_ä "b"', 'probability_é']);
    await expectSame(model, features, 4);
  });

  it('refuses k nearest neighbours, saying what works', () => {
    const model = fitModel(
      'k-nearest-neighbors',
      binFeatures([numeric('x', [1, 2])], 2),
      Int32Array.of(0, 1),
      ['a', 'b'],
      {
        seed: 1,
        parameters: { nNeighbors: 1 },
      },
    );
    expect(() => exportOnnx(model)).toThrow(expect.objectContaining({ code: 'invalid_model' }));
    expect(() => exportOnnx(model)).toThrow('export a tree model or logistic-regression');
  });
});
