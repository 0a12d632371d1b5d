/** @jest-environment ./libs/training/src/testing/outer-typed-arrays.cjs */
import { describe, expect, it } from '@jest/globals';
import { Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { runOnnx } from '../testing/run-onnx.js';
import { category, numeric, randomTable } from '../testing/tables.js';

/** Numbers at and beside the model's thresholds, every category, and missing values, in random company. */
function asked(features: FeatureColumn[], limits: Map<number, number[]>, rowCount: number): FeatureColumn[] {
  const random = new Random(77);
  return features.map((column, index): FeatureColumn => {
    if (column.kind === 'category') {
      const codes = Int32Array.from({ length: rowCount }, () => random.below(column.categories.length + 1) - 1);
      return { ...column, codes };
    }
    const near = (limits.get(index) ?? []).flatMap((limit) => [limit, limit + Math.abs(limit) * 2 ** -52]);
    const choices = [...near, NaN, Infinity, ...column.values.subarray(0, 20)];
    const values = Float64Array.from({ length: rowCount }, () => choices[random.below(choices.length)]!);
    return { ...column, values };
  });
}

describe('gradient boosting as ONNX', () => {
  it.each([
    [1, {}],
    [2, {}],
    [2, { maxDepth: 'none', maxLeafNodes: 20, minChildWeight: 0 }],
    [3, { nEstimators: 20 }],
    [5, { nEstimators: 10, subsample: 0.5 }],
  ] as const)('gives the engine’s own labels: %i classes, %j', async (classCount, parameters) => {
    const { features, labels, classes } = randomTable(7, 250, classCount);
    const random = new Random(3);
    const texts = Array.from({ length: 70 }, (_, code) => `text ${code}`);
    const codes = Array.from({ length: 250 }, () => random.below(70));
    const columns = [
      ...features,
      category('many', codes, texts),
      numeric(
        'noise',
        codes.map(() => random.uniform()),
      ),
    ];
    const follows = labels.map((label, row) => (label + (codes[row]! % 3)) % classCount);
    const model = fitModel('gradient-boosting', binFeatures(columns, 250), follows, classes, { seed: 1, parameters });
    const limits = new Map<number, number[]>();
    model.trees.feature.forEach((feature, node) => {
      if (feature >= 0) limits.set(feature, [...(limits.get(feature) ?? []), model.trees.threshold[node]!]);
    });
    const rows = asked(columns, limits, 600);
    const run = await runOnnx(model, rows, 600);
    expect(run.labels).toEqual(Array.from(predictLabels(model, rows, 600), (code) => classes[code]));
    const ours = predictProbabilities(model, rows, 600);
    run.probabilities.forEach((column, c) => {
      column.forEach((value, row) => expect(Math.abs(value - ours[row * classCount + c]!)).toBeLessThan(2e-6));
    });
  });
});
