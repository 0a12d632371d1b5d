import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DecisionTreeClassifier } from 'ml-cart';
import { RandomForestClassifier } from 'ml-random-forest';
import type { ModelParameters } from '@antidote/contracts';
import { Random } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { anomalyScore } from '../isolation-forest/anomaly-score.js';
import { fitIsolationForest } from '../isolation-forest/fit-isolation-forest.js';
import { modelFromBytes, modelToBytes } from '../model-binary.js';
import { predictBinnedLabels, predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';
import { baselineAnomalyScores } from './baseline-anomaly-scores.js';
import { nextBelow } from './cart-ensemble.js';
import { fitBaseline } from './fit-baseline.js';

/** Complete numbers, so that the packages can be called as they are. */
function numbers(seed: number, rowCount: number, classCount: number) {
  const random = new Random(seed, 7);
  const columns = Array.from({ length: 3 }, () => Array.from({ length: rowCount }, () => random.below(40) / 4));
  const labels = Int32Array.from({ length: rowCount }, (_, row) =>
    random.below(6) === 0
      ? random.below(classCount)
      : Math.floor((columns[0]![row]! + columns[1]![row]!) / 7) % classCount,
  );
  return {
    features: columns.map((values, f) => numeric(`x${f}`, values)),
    rows: Array.from({ length: rowCount }, (_, row) => columns.map((values) => values[row]!)),
    labels,
    classes: Array.from({ length: classCount }, (_, c) => `${c}`),
  };
}

describe('baselines', () => {
  it('decide every row as ml-cart does', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom<('none' | 3)[]>('none', 3),
        (seed, classes, maxDepth) => {
          const table = numbers(seed, 60, classes);
          const binned = binFeatures(table.features, 60);
          const model = fitBaseline('decision-tree', binned, table.labels, table.classes, {
            seed: 1,
            parameters: { maxDepth },
          });
          const theirs = new DecisionTreeClassifier({
            minNumSamples: 1,
            gainThreshold: 0,
            maxDepth: maxDepth === 'none' ? Infinity : maxDepth,
          });
          theirs.train(table.rows, Array.from(table.labels));
          const others = numbers(seed + 1, 80, classes);
          expect(Array.from(predictLabels(model, others.features, 80))).toEqual(theirs.predict(others.rows));
          expect(predictBinnedLabels(model, binned, [3, 1])).toEqual(
            Int32Array.of(...[3, 1].map((row) => predictLabels(model, table.features, 60)[row]!)),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('count the votes of ml-random-forest', () => {
    const table = numbers(5, 80, 3);
    const options = { seed: 3, parameters: { nEstimators: 9, maxFeatures: 2 } };
    const model = fitBaseline('random-forest', binFeatures(table.features, 80), table.labels, table.classes, options);
    const theirs = new RandomForestClassifier({
      nEstimators: 9,
      maxFeatures: 2,
      replacement: false,
      seed: new Random(3, 12).uint32() | 0,
      useSampleBagging: true,
      noOOB: true,
      treeOptions: { minNumSamples: 1, gainThreshold: 0, maxDepth: Infinity, gainFunction: 'gini' },
    });
    theirs.train(table.rows, Array.from(table.labels));
    const labels = theirs.predict(table.rows);
    const shares = predictProbabilities(model, table.features, 80);
    labels.forEach((label, row) => {
      const own = Array.from(shares.subarray(row * 3, row * 3 + 3));
      expect(own[label]).toBe(Math.max(...own));
    });
  });

  it('are a reference for the engine: accuracies on the same held-out rows agree', () => {
    const table = numbers(11, 400, 3);
    const binned = binFeatures(table.features, 400);
    const rows = Uint32Array.from({ length: 250 }, (_, row) => row);
    const accuracy = (labels: Int32Array) =>
      labels.subarray(250).reduce((sum, label, i) => sum + (label === table.labels[250 + i] ? 1 : 0), 0) / 150;
    const of = (model: ReturnType<typeof fitBaseline>) => accuracy(predictLabels(model, table.features, 400));
    for (const kind of ['decision-tree', 'random-forest'] as const) {
      const parameters: ModelParameters = kind === 'random-forest' ? { nEstimators: 15 } : {};
      const options = { seed: 2, rows, parameters };
      const native = of(fitModel(kind, binned, table.labels, table.classes, options));
      const theirs = of(fitBaseline(kind, binned, table.labels, table.classes, options));
      // Two standard errors of a difference at this accuracy and number of rows.
      expect(native - theirs).toBeGreaterThan(-0.1);
      expect(theirs).toBeGreaterThan(0.6);
    }
  });

  it('take categories and missing values, and are saved with their origin', () => {
    const { features, labels, classes } = randomTable(3, 60, 3);
    const model = fitBaseline('decision-tree', binFeatures(features, 60), labels, classes, { seed: 1 });
    const restored = modelFromBytes(modelToBytes(model));
    expect(restored).toMatchObject({ engine: 'mljs' });
    expect(predictLabels(restored, features, 60)).toEqual(predictLabels(model, features, 60));
    const hits = predictLabels(model, features, 60).reduce(
      (sum, label, row) => sum + (label === labels[row] ? 1 : 0),
      0,
    );
    expect(hits).toBeGreaterThan(50);
  });

  it('refuse what the packages lack, and tables that would take minutes', () => {
    const { features, labels, classes } = randomTable(3, 60, 3);
    const binned = binFeatures(features, 60);
    const refusal = (kind: string, options: object) => () =>
      fitBaseline(kind, binned, labels, classes, { seed: 1, ...options });
    expect(refusal('logistic-regression', {})).toThrow('it has decision-tree and random-forest');
    expect(refusal('decision-tree', { parameters: { criterion: 'entropy' } })).toThrow("give 'gini'");
    expect(refusal('decision-tree', { parameters: { minSamplesLeaf: 2 } })).toThrow('has no parameter');
    expect(refusal('decision-tree', { sampleWeights: new Float64Array(60).fill(2) })).toThrow('takes no weights');
    expect(refusal('random-forest', { outOfBag: true })).toThrow('out-of-bag');
    const many = Array.from({ length: 20_000 }, (_, row) => row % 7);
    const wide = binFeatures([numeric('x', many), category('k', many, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])], 20_000);
    const fit = () =>
      fitBaseline('random-forest', wide, Int32Array.from(many), classes.concat('d', 'e', 'f', 'g'), { seed: 1 });
    expect(fit).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
    expect(fit).toThrow('50 trees on 20000 rows x 2 columns would take minutes; give at most 3162 rows');
    expect(() => baselineAnomalyScores([numeric('x', many)], 1e8)).toThrow('would take minutes');
  });

  it('agree with the engine on which rows are anomalous', () => {
    const random = new Random(1);
    const x = Array.from({ length: 300 }, (_, row) => (row < 5 ? 30 + row : random.uniform()));
    const features = [
      numeric('x', x),
      numeric(
        'y',
        x.map((value) => value + random.uniform()),
      ),
    ];
    const theirs = baselineAnomalyScores(features, 300, { nEstimators: 50 });
    const forest = fitIsolationForest(features, 300, { seed: 1 });
    const ours = anomalyScore(forest, features, 300);
    const top = (scores: Float64Array) =>
      [...scores.keys()]
        .sort((a, b) => scores[b]! - scores[a]!)
        .slice(0, 5)
        .sort((a, b) => a - b);
    expect(top(theirs)).toEqual([0, 1, 2, 3, 4]);
    expect(top(ours)).toEqual([0, 1, 2, 3, 4]);
  });

  it('know the double below', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (value) => {
        const below = nextBelow(value);
        expect(below).toBeLessThan(value);
        expect((below + value) / 2 === below || (below + value) / 2 === value).toBe(true);
      }),
    );
  });
});
