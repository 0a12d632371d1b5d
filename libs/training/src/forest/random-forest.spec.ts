import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import type { TrainOptions } from '../fit-with.js';
import { modelFromJson, modelToJson } from '../model-json.js';
import { predictBinnedLabels, predictLabels, predictProbabilities } from '../predict.js';
import { randomTable } from '../testing/tables.js';
import { binnedLeaf } from '../tree/binned-leaf.js';

function fitForest(seed: number, rows = 80, classes = 3, options: Partial<TrainOptions> = {}) {
  const table = randomTable(seed, rows, classes);
  const binned = binFeatures(table.features, rows);
  const model = fitModel('random-forest', binned, table.labels, table.classes, {
    seed,
    parameters: { nEstimators: 15 },
    ...options,
  });
  return { ...table, binned, model };
}

describe('random forest', () => {
  it('is the same, byte for byte, for the same seed, and another for another', () => {
    expect(modelToJson(fitForest(3).model)).toEqual(modelToJson(fitForest(3).model));
    const { binned, labels, classes } = fitForest(3);
    const other = fitModel('random-forest', binned, labels, classes, { seed: 4, parameters: { nEstimators: 15 } });
    expect(modelToJson(other).arrays).not.toEqual(modelToJson(fitForest(3).model).arrays);
  });

  it('does not depend on the number of threads', () => {
    expect(modelToJson(fitForest(5, 80, 3, { threads: 8 }).model)).toEqual(modelToJson(fitForest(5).model));
  });

  it('sees every bin of a column, as a single tree does', () => {
    const values = Float64Array.from({ length: 600 }, (_, row) => row % 200);
    const labels = Int32Array.from(values, (value) => value % 2);
    const features = [{ kind: 'numeric' as const, name: 'x', values }];
    const model = fitModel('random-forest', binFeatures(features, 600), labels, ['even', 'odd'], { seed: 1 });
    const wrong = predictLabels(model, features, 600).filter((code, row) => code !== labels[row]);
    expect(wrong.length).toBeLessThan(12);
  });

  it('begins with the trees of a smaller forest', () => {
    const small = fitForest(6, 80, 3, { parameters: { nEstimators: 4 } }).model.trees;
    const large = fitForest(6).model.trees;
    expect(large.roots.slice(0, 4)).toEqual(small.roots);
    expect(large.threshold.slice(0, small.threshold.length)).toEqual(small.threshold);
  });

  it('predicts the same from bins and from values, and from its JSON', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 1, max: 5 }),
        (seed, rows, classes) => {
          const { model, features, binned } = fitForest(seed, rows, classes);
          const labels = predictLabels(model, features, rows);
          expect(predictBinnedLabels(model, binned, [...labels.keys()])).toEqual(labels);
          const restored = modelFromJson(JSON.parse(JSON.stringify(modelToJson(model))));
          expect(predictLabels(restored, features, rows)).toEqual(labels);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('predicts the same from bins and from values where bins hold several values', () => {
    const table = randomTable(1, 500, 3);
    const binned = binFeatures(table.features, 500, { maxBins: 16 });
    const rows = Uint32Array.from({ length: 250 }, (_, i) => 2 * i);
    const model = fitModel('random-forest', binned, table.labels, table.classes, { seed: 1, rows });
    const labels = predictLabels(model, table.features, 500);
    expect(predictBinnedLabels(model, binned, [...labels.keys()])).toEqual(labels);
  });

  it('sums probabilities exactly: no order of the trees changes a bit', () => {
    const { model, features } = fitForest(9, 60, 3, { parameters: { nEstimators: 31, minSamplesLeaf: 3 } });
    const reversed = { ...model, trees: { ...model.trees, roots: model.trees.roots.slice().reverse() } };
    expect(predictProbabilities(reversed, features, 60)).toEqual(predictProbabilities(model, features, 60));
  });

  it('keeps out-of-bag probabilities of the rows it trained on, and no others', () => {
    const rows = Uint32Array.from({ length: 60 }, (_, row) => row);
    const { model } = fitForest(2, 80, 3, { rows, outOfBag: true });
    const { probabilities, votes } = model.outOfBag!;
    expect(Array.from(votes.subarray(60))).toEqual(Array(20).fill(0));
    expect(probabilities[79 * 3]).toBeNaN();
    // A row is out of bag in about 1/e of the trees.
    const mean = votes.subarray(0, 60).reduce((sum, count) => sum + count, 0) / 60;
    expect(mean / 15).toBeCloseTo(0.37, 1);
    for (let row = 0; row < 60; row++) {
      if (votes[row] === 0) continue;
      const sum = probabilities[row * 3]! + probabilities[row * 3 + 1]! + probabilities[row * 3 + 2]!;
      expect(sum).toBeCloseTo(1, 9);
    }
  });

  it('leaves rows without a label out', () => {
    const { binned, labels, classes } = fitForest(4);
    const holed = labels.map((label, row) => (row % 3 === 0 ? -1 : label));
    const rows = [...labels.keys()].filter((row) => row % 3 !== 0);
    const options = { seed: 1, parameters: { nEstimators: 5 } };
    const left = fitModel('random-forest', binned, holed, classes, options);
    expect(modelToJson(left)).toEqual(
      modelToJson(fitModel('random-forest', binned, labels, classes, { ...options, rows })),
    );
    expect(() =>
      fitModel(
        'random-forest',
        binned,
        labels.map(() => -1),
        classes,
        options,
      ),
    ).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
  });

  it('counts rows, not bootstrap weight, for leaf minima', () => {
    const { model, binned } = fitForest(8, 90, 2, {
      parameters: { nEstimators: 1, bootstrap: false, minSamplesLeaf: 7 },
    });
    // Leaves of several classes have distributions of their own, pure ones share theirs: at least as many rows.
    const sizes = new Map<number, number>();
    for (let row = 0; row < 90; row++) {
      const leaf = binnedLeaf(model.trees, 0, binned, row);
      sizes.set(leaf, (sizes.get(leaf) ?? 0) + 1);
    }
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(7);
  });
});
