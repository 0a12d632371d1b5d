import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';

describe('sample weights', () => {
  it('count as repeated rows in a single tree', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 4 }), (seed, n, k) => {
        const { features, labels, classes } = randomTable(seed, n, k);
        const binned = binFeatures(features, n);
        const sampleWeights = Float64Array.from(labels, (_, row) => 1 + ((row * 7 + seed) % 3));
        const rows = Array.from(labels.keys()).flatMap((row) => Array<number>(sampleWeights[row]!).fill(row));
        const weighted = fitModel('decision-tree', binned, labels, classes, { seed, sampleWeights });
        const repeated = fitModel('decision-tree', binned, labels, classes, { seed, rows });
        expect(predictProbabilities(weighted, features, n)).toEqual(predictProbabilities(repeated, features, n));
        // The same leaves; their numbers follow from the order in which nodes are worked on.
        expect(weighted.trees.leafWeight!.slice().sort()).toEqual(repeated.trees.leafWeight!.slice().sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('category splits', () => {
  it('group categories that no order of codes would', () => {
    const column = category('k', [0, 1, 2, 3, 0, 1, 2, 3], ['a', 'b', 'c', 'd']);
    const labels = Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
    const { trees, ...model } = fitModel('decision-tree', binFeatures([column], 8), labels, ['x', 'y'], { seed: 1 });
    expect(trees.feature).toHaveLength(3);
    expect(predictLabels({ ...model, trees }, [column], 8)).toEqual(labels);
  });

  it('group the rarer of more than 255 categories', () => {
    const names = Array.from({ length: 600 }, (_, code) => `${code}`.padStart(3, '0'));
    const codes = Array.from({ length: 3000 }, (_, row) => (row * 7) % (row % 2 === 0 ? 600 : 40));
    const column = category('k', codes, names);
    const labels = Int32Array.from(codes, (code) => (code < 40 && code % 2 === 0 ? 1 : 0));
    const model = fitModel('random-forest', binFeatures([column], 3000), labels, ['x', 'y'], { seed: 1 });
    const predicted = predictLabels(model, [column], 3000);
    const right = predicted.filter((label, row) => label === labels[row]).length;
    expect(right / 3000).toBeGreaterThan(0.99);
  });
});

describe('extra trees', () => {
  it('learn a plain rule, without a bootstrap, and send missing values to the better side', () => {
    const x = Array.from({ length: 200 }, (_, row) => (row % 5 === 0 ? null : row));
    const labels = Int32Array.from(x, (value) => (value === null || value > 100 ? 1 : 0));
    const column = numeric('x', x);
    const model = fitModel('extra-trees', binFeatures([column], 200), labels, ['a', 'b'], { seed: 3 });
    expect(predictLabels(model, [column], 200)).toEqual(labels);
  });
});
