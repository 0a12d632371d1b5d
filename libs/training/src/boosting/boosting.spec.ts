import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { DomainError, Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import type { TrainOptions } from '../fit-with.js';
import { modelFromJson, modelToJson } from '../model-json.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';
import { LEAF_QUANTUM, type BoostedModel } from './boosted-model.js';
import { boostedMargins } from './predict-boosting.js';

function fit(features: FeatureColumn[], labels: ArrayLike<number>, classCount: number, options: Partial<TrainOptions>) {
  const binned = binFeatures(features, labels.length);
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  return fitModel('gradient-boosting', binned, Int32Array.from(labels), classes, { seed: 1, ...options });
}

/** The splits of a tree as nested text: a limit or a set of codes, then what goes left and right. */
function shape({ trees, features }: BoostedModel, node = trees.roots[0]!): unknown {
  const split = trees.feature[node]!;
  if (split < 0) return Number(trees.leafValue[node]!.toFixed(6));
  const set = trees.categorySet[node]!;
  const test =
    set < 0
      ? trees.threshold[node]
      : features[split]!.categories!.filter((_, code) => (trees.categorySets[set + (code >> 5)]! >>> (code & 31)) & 1);
  const child = (at: number) => shape({ trees, features } as BoostedModel, at);
  return [features[split]!.name, test, child(trees.next[node]!), child(trees.next[node]! + 1)];
}

/** Digest of all arrays of the trees. */
function trees(model: BoostedModel): string {
  const digest = createHash('sha256');
  for (const part of Object.values(model.trees)) digest.update(typeof part === 'number' ? `${part}` : part);
  return digest.digest('hex');
}

describe('gradient boosting', () => {
  /**
   * x: 1 2 3 4 5 6 7 8, labels 0 0 0 1 0 1 1 1. The share of ones is 1/2, so the baseline is log(1) = 0, p = 1/2,
   * each gradient p - y is +1/2 for a zero and -1/2 for a one, each hessian p (1 - p) = 1/4.
   * With l2 = 1 a node's score is G^2 / (H + 1); the root has G = 0.
   * Left of the cut after 3: G = 3/2, H = 3/4, score 9/4 / (7/4) = 9/7; right G = -3/2, H = 5/4, 9/4 / (9/4) = 1. 16/7.
   * After 5 it is the mirror image: G = 3/2, H = 5/4, and -3/2, 3/4: 16/7 again. After 4: G = 1, H = 1: 1/2 + 1/2 = 1.
   * After 1: (1/4) / (5/4) + (1/4) / (11/4) = 0.2909. The first of equal ones wins: 3.5.
   * Left is pure; its value is -lr G / (H + 1) = -0.3 * (3/2) / (7/4) = -0.257143. Right: +0.3 * (3/2) / (9/4) = 0.2.
   */
  it('makes the first round worked by hand', () => {
    const x = numeric('x', [1, 2, 3, 4, 5, 6, 7, 8]);
    const parameters = { nEstimators: 1, maxDepth: 1, minChildWeight: 0 };
    const model = fit([x], [0, 0, 0, 1, 0, 1, 1, 1], 2, { parameters });
    expect(shape(model)).toEqual(['x', 3.5, -0.257143, 0.2]);
    expect(Array.from(model.baseline)).toEqual([0]);
    expect(model.trees.gain[0]).toBeCloseTo(16 / 7, 12);
    const [, low, , high] = predictProbabilities(model, [numeric('x', [1, 8])], 2);
    expect(low).toBeCloseTo(1 / (1 + Math.exp(0.257142857)), 9);
    expect(high).toBeCloseTo(1 / (1 + Math.exp(-0.2)), 9);
  });

  it('groups categories by their gradients, not by their order', () => {
    const kinds = category('kind', [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], ['a', 'b', 'c', 'd', 'unused']);
    const labels = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
    const parameters = { nEstimators: 1, maxDepth: 2, minChildWeight: 0 };
    const model = fit([kinds], labels, 2, { parameters });
    // A one has a negative gradient: b and d go left. 'unused' and missing follow the heavier child, the left of equals.
    expect(shape(model)).toEqual(['kind', ['b', 'd', 'unused'], 0.36, -0.36]);
    const asked = category('kind', [0, 1, 2, 3, 4, -1], ['a', 'b', 'c', 'd', 'unused']);
    expect(Array.from(predictLabels(model, [asked], 6))).toEqual([0, 1, 0, 1, 1, 1]);
  });

  it('cannot learn an id by heart', () => {
    const rows = 200;
    const random = new Random(5);
    const names = Array.from({ length: rows }, (_, row) => `id ${1000 + row}`);
    const ids = category('id', [...names.keys()], names);
    const labels = names.map(() => random.below(2));
    expect(fit([ids], labels, 2, {}).trees.feature.every((feature) => feature < 0)).toBe(true);
  });

  it('follows rows by bin as it predicts them by value, whatever the number of categories', () => {
    const random = new Random(6);
    const rows = 3000;
    const names = Array.from({ length: 400 }, (_, code) => `place ${1000 + code}`);
    const codes = Array.from({ length: rows }, () => Math.floor(random.uniform() ** 2 * 401) - 1);
    const places = category('place', codes, names);
    const labels = codes.map((code) => (random.below(10) === 0 ? 1 : (code * 7919) % 3 === 0 ? 1 : 0));
    const validationRows = [...codes.keys()].filter((row) => row % 2 === 1);
    const parameters = { nEstimators: 10, earlyStopping: true };
    const model = fit([places], labels, 2, { parameters, validationRows });
    const probabilities = predictProbabilities(model, [places], rows);
    let loss = 0;
    for (const row of validationRows) loss -= Math.log(probabilities[2 * row + labels[row]!]!) / validationRows.length;
    expect(model.validationLoss![model.bestIteration - 1]).toBeCloseTo(loss, 12);
    expect(loss).toBeLessThan(0.5);
  });

  it('learns the side of missing values', () => {
    const x = numeric('x', [1, 2, 3, null, 10, 11, 12, null]);
    const parameters = { nEstimators: 5, minChildWeight: 0 };
    const asked = [numeric('x', [null, 2, 11])];
    const high = fit([x], [0, 0, 0, 1, 1, 1, 1, 1], 2, { parameters });
    expect(Array.from(predictLabels(high, asked, 3))).toEqual([1, 0, 1]);
    const low = fit([x], [0, 0, 0, 0, 1, 1, 1, 0], 2, { parameters });
    expect(Array.from(predictLabels(low, asked, 3))).toEqual([0, 0, 1]);
    const apart = fit([numeric('x', [1, 2, 3, null, null, null])], [0, 0, 0, 1, 1, 1], 2, { parameters });
    expect(Array.from(predictLabels(apart, [numeric('x', [null, -1e300, 1e300])], 3))).toEqual([1, 0, 0]);
  });

  it.each([2, 3, 5])('learns %i classes', (classCount) => {
    const { features, labels } = randomTable(3, 400, classCount);
    const model = fit(features, labels, classCount, {});
    const predicted = predictLabels(model, features, 400);
    const right = predicted.filter((label, row) => label === labels[row]).length;
    expect(right / 400).toBeGreaterThan(0.9);
    const probabilities = predictProbabilities(model, features, 400);
    for (let row = 0; row < 400; row++) {
      const sum = probabilities.subarray(row * classCount, (row + 1) * classCount).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it('keeps leaf values and baselines on the quantum, so that margins are exact', () => {
    const { features, labels } = randomTable(4, 200, 3);
    const model = fit(features, labels, 3, {});
    for (const value of [...model.trees.leafValue, ...model.baseline, ...boostedMargins(model, features, 200)]) {
      expect(Number.isInteger(value / LEAF_QUANTUM)).toBe(true);
    }
  });

  it('is the same model for any order of the rows', () => {
    const { features, labels } = randomTable(11, 300, 3);
    const order = new Random(2).shuffle(Array.from({ length: 300 }, (_, row) => row));
    const shuffled = features.map((column): FeatureColumn =>
      column.kind === 'numeric'
        ? { ...column, values: Float64Array.from(order, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) },
    );
    const first = fit(features, labels, 3, {});
    const second = fit(
      shuffled,
      order.map((row) => labels[row]!),
      3,
      {},
    );
    expect(trees(second)).toBe(trees(first));
  });

  it('takes whole weights as repeated rows, and a weight of 0 as an absent row', () => {
    const { features, labels } = randomTable(12, 120, 2);
    const weights = Float64Array.from({ length: 120 }, (_, row) => row % 4);
    const rows = Array.from(weights).flatMap((weight, row) => Array<number>(weight).fill(row));
    const weighted = fit(features, labels, 2, { sampleWeights: weights });
    const repeated = fit(features, labels, 2, { rows });
    expect(trees(weighted)).toBe(trees(repeated));
  });

  it('makes a rare class weigh as much with classWeight balanced', () => {
    const x = Array.from({ length: 100 }, (_, row) => (row < 10 ? row % 5 : row % 7));
    const labels = x.map((_, row) => (row < 10 ? 1 : 0));
    const recall = (classWeight: string) =>
      predictLabels(fit([numeric('x', x)], labels, 2, { parameters: { classWeight } }), [numeric('x', x)], 100)
        .subarray(0, 10)
        .reduce((sum, label) => sum + label, 0);
    expect(recall('none')).toBe(0);
    expect(recall('balanced')).toBe(10);
  });

  it('keeps the limits of depth, leaves, leaf rows and child weight', () => {
    const { features, labels } = randomTable(6, 300, 2);
    const leaves = (parameters: object) => {
      const model = fit(features, labels, 2, { parameters: { nEstimators: 1, minChildWeight: 0, ...parameters } });
      return model.trees.feature.filter((feature) => feature < 0).length;
    };
    expect(leaves({ maxDepth: 2 })).toBe(4);
    expect(leaves({ maxDepth: 'none', maxLeafNodes: 7 })).toBe(7);
    expect(leaves({ maxDepth: 'none' })).toBeGreaterThan(40);
    expect(leaves({ maxDepth: 'none', minSamplesLeaf: 100 })).toBeLessThanOrEqual(3);
    expect(leaves({ maxDepth: 'none', minChildWeight: 20 })).toBeLessThanOrEqual(3);
  });

  it('makes the best split next where leaves are limited', () => {
    const { features, labels } = randomTable(6, 300, 2);
    const parameters = { nEstimators: 3, maxDepth: 'none' };
    // Without a binding limit the order of growth does not matter.
    const margins = (maxLeafNodes: number | string) =>
      boostedMargins(fit(features, labels, 2, { parameters: { ...parameters, maxLeafNodes } }), features, 300);
    expect(margins(100_000)).toEqual(margins('none'));
  });

  it('draws rows and features by the seed', () => {
    const { features, labels } = randomTable(8, 300, 3);
    const parameters = { nEstimators: 10, subsample: 0.6, colsampleBytree: 0.5 };
    const one = fit(features, labels, 3, { parameters });
    expect(trees(fit(features, labels, 3, { parameters }))).toBe(trees(one));
    expect(trees(fit(features, labels, 3, { parameters, seed: 2 }))).not.toBe(trees(one));
    const right = predictLabels(one, features, 300).filter((label, row) => label === labels[row]).length;
    expect(right).toBeGreaterThan(220);
  });

  it('stops at the lowest validation loss', () => {
    const { features, labels } = randomTable(9, 500, 2);
    const parameters = { nEstimators: 500, earlyStopping: true, nIterNoChange: 5 };
    const model = fit(features, labels, 2, { parameters });
    const losses = Array.from(model.validationLoss!);
    expect(losses.length).toBe(model.bestIteration + 5);
    expect(losses.indexOf(Math.min(...losses))).toBe(model.bestIteration - 1);
    expect(model.trees.roots.length).toBe(model.bestIteration);

    const rows = Array.from({ length: 400 }, (_, row) => row);
    const validationRows = Array.from({ length: 100 }, (_, row) => 400 + row);
    const judged = fit(features, labels, 2, { parameters, rows, validationRows });
    // The same rounds without the stop, cut where it stopped, are the same model.
    const uncut = fit(features, labels, 2, { rows, parameters: { nEstimators: judged.bestIteration } });
    expect(trees(judged)).toBe(trees(uncut));
    const labelsLost = labels.map((label, row) => (row < 400 ? label : -1));
    expect(() => fit(features, labelsLost, 2, { parameters, rows, validationRows })).toThrow(DomainError);
  });

  it('counts losses of rows and trees it did not draw', () => {
    const { features, labels } = randomTable(9, 400, 3);
    const parameters = { nEstimators: 40, earlyStopping: true, subsample: 0.5, colsampleBytree: 0.67 };
    const rows = Array.from({ length: 300 }, (_, row) => row);
    const validationRows = Array.from({ length: 100 }, (_, row) => 300 + row);
    const model = fit(features, labels, 3, { parameters, rows, validationRows });
    const probabilities = predictProbabilities(model, features, 400);
    let loss = 0;
    for (const row of validationRows) loss -= Math.log(probabilities[row * 3 + labels[row]!]!) / 100;
    expect(model.validationLoss![model.bestIteration - 1]).toBeCloseTo(loss, 12);
  });

  it('says one class, constant and empty columns plainly', () => {
    expect(
      Array.from(predictProbabilities(fit([numeric('x', [1, 2])], [0, 0], 1, {}), [numeric('x', [5])], 1)),
    ).toEqual([1]);
    const flat = fit([numeric('x', [7, 7, 7, 7]), numeric('empty', [null, null, null, null])], [0, 1, 1, 1], 2, {});
    const [zero, one] = predictProbabilities(flat, [numeric('x', [7]), numeric('empty', [null])], 1);
    expect(zero).toBeCloseTo(0.25, 9);
    expect(one).toBeCloseTo(0.75, 9);
    // A class that no training row has is next to impossible, not an error.
    const absent = fit([numeric('x', [1, 2, 3, 4])], [0, 0, 1, 1], 3, { parameters: { minChildWeight: 0 } });
    expect(Array.from(predictLabels(absent, [numeric('x', [1, 4])], 2))).toEqual([0, 1]);
  });

  it('survives its JSON form to the last bit, and refuses a damaged one', () => {
    const { features, labels } = randomTable(10, 200, 3);
    const model = fit(features, labels, 3, { parameters: { earlyStopping: true } });
    const text = JSON.stringify(modelToJson(model));
    expect(modelFromJson(JSON.parse(text))).toEqual(model);
    const damaged = { ...model, trees: { ...model.trees, next: model.trees.next.map(() => 0) } };
    expect(() => modelFromJson(modelToJson(damaged))).toThrow(DomainError);
  });
});
