import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import type { TrainOptions } from '../fit-with.js';
import { mostProbable, predictBinnedLabels, predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';

function fit(
  features: FeatureColumn[],
  labels: ArrayLike<number>,
  classCount: number,
  options = {} as Partial<TrainOptions>,
) {
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  return fitModel('logistic-regression', binFeatures(features, labels.length), Int32Array.from(labels), classes, {
    seed: 1,
    ...options,
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(within);
}

describe('logistic regression', () => {
  it('meets the condition of the optimum worked by hand', () => {
    // x = -1 and 1 are their own z-scores. By symmetry the intercept is 0, and the slope w of
    // 2 log(1 + e^-w) + w^2 / 2 is where 2 / (1 + e^w) = w: w = 0.8217 (0.8217 * (1 + 2.2744) = 2 * 1.3453).
    const model = fit([numeric('x', [-1, 1])], [0, 1], 2);
    const slope = model.coefficients[1]!;
    expect(model.coefficients[0]).toBe(0);
    expect((slope * (1 + Math.exp(slope))) / 2).toBeCloseTo(1, 8);
    expectClose(model.intercepts, [0, 0], 1e-9);
    expect(model.converged).toBe(true);
    const [p0, p1] = predictProbabilities(model, [numeric('x', [1])], 1);
    expect(p1! / p0!).toBeCloseTo(Math.exp(slope), 7);
  });

  const fixture = JSON.parse(readFileSync(new URL('./fixtures/logistic-regression.json', import.meta.url), 'utf8')) as {
    made: string;
    cases: {
      parameters: Record<string, number | string>;
      classes: number;
      numeric: (number | null)[][];
      codes: number[] | null;
      weights: number[] | null;
      y: number[];
      coefficients: number[][];
      intercepts: number[];
      probabilities: number[][];
    }[];
  };
  describe(`beside ${fixture.made}`, () => {
    it.each(fixture.cases.map((item, at) => [at, JSON.stringify(item.parameters), item.classes, item] as const))(
      'finds the same coefficients and probabilities: case %i, %s, %i classes',
      (_at, _parameters, classes, item) => {
        const features: FeatureColumn[] = item.numeric.map((values, f) => numeric(`x${f}`, values));
        if (item.codes) features.push(category('k', item.codes, ['a', 'b', 'c', 'd']));
        const model = fit(features, item.y, classes, {
          parameters: item.parameters,
          sampleWeights: item.weights ? Float64Array.from(item.weights) : undefined,
        });
        item.coefficients.forEach((row, k) => {
          const c = classes === 2 ? 1 : k;
          row.forEach((expected, f) =>
            expect(Math.abs(model.coefficients[f * classes + c]! - expected)).toBeLessThan(1e-5),
          );
          // With categories, scikit-learn's intercept stands for the average row, ours does too.
          expect(Math.abs(model.intercepts[c]! - item.intercepts[k]!)).toBeLessThan(1e-5);
        });
        expectClose(predictProbabilities(model, features, item.y.length), item.probabilities.flat(), 1e-6);
      },
    );
  });

  it('takes a weight for repeated rows', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const { features, labels } = randomTable(seed, 40, 3);
        const weights = Float64Array.from({ length: 40 }, (_, row) => (seed + row * 7) % 4);
        const rows = Array.from(weights).flatMap((weight, row) => Array<number>(weight).fill(row));
        const weighted = fit(features, labels, 3, { sampleWeights: weights });
        const repeated = fit(features, labels, 3, { rows });
        expectClose(weighted.coefficients, repeated.coefficients, 1e-6);
        expectClose(predictProbabilities(weighted, features, 40), predictProbabilities(repeated, features, 40), 1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('does not depend on the order of the rows', () => {
    const { features, labels } = randomTable(4, 60, 3);
    const forward = fit(features, labels, 3);
    const backward = fit(features, labels, 3, { rows: Array.from({ length: 60 }, (_, i) => 59 - i) });
    expect(backward.means).toEqual(forward.means);
    expect(backward.scales).toEqual(forward.scales);
    expectClose(predictProbabilities(forward, features, 60), predictProbabilities(backward, features, 60), 1e-7);
  });

  it('has the label with the highest probability, from the table and from its bins', () => {
    const { features, labels } = randomTable(5, 80, 4);
    const model = fit(features, labels, 4);
    const predicted = predictLabels(model, features, 80);
    expect(predicted).toEqual(mostProbable(predictProbabilities(model, features, 80), 4));
    expect(predictBinnedLabels(model, binFeatures(features, 80), [...predicted.keys()])).toEqual(predicted);
  });

  it('gives missing and unseen categories their own place, or none where training had none', () => {
    const k = category('k', [0, 0, 0, 1, 1, 1, -1, -1, -1], ['a', 'b']);
    const model = fit([k], [0, 0, 0, 1, 1, 1, 1, 1, 0], 2);
    const [, missing, , unseen] = predictProbabilities(model, [category('k', [-1, 0], ['never'])], 2);
    expect(missing).toBe(unseen);
    expect(missing).toBeGreaterThan(0.5);
    const complete = fit([category('k', [0, 0, 1, 1], ['a', 'b', 'unused'])], [0, 0, 1, 1], 2);
    const [, none, , unused] = predictProbabilities(complete, [category('k', [-1, 2], ['a', 'b', 'unused'])], 2);
    expect(none).toBeCloseTo(0.5, 9);
    expect(unused).toBe(none);
  });

  it('ignores columns that teach nothing: constant, empty, and every category different', () => {
    const x = numeric('x', [1, 2, 3, 4]);
    const idle = [
      numeric('constant', [7, 7, 7, 7]),
      numeric('empty', [null, null, null, null]),
      category('no category', [-1, -1, -1, -1], []),
      category('id', [0, 1, 2, 3], ['a', 'b', 'c', 'd']),
    ];
    const labels = [0, 1, 0, 1];
    const alone = predictProbabilities(fit([x], labels, 2), [x], 4);
    expectClose(predictProbabilities(fit([...idle, x], labels, 2), [...idle, x], 4), alone, 1e-9);
    const other = [
      numeric('constant', [-1e300, 1e300, null, 0]),
      numeric('empty', [1, 2, 1e300, 4]),
      category('no category', [0, 0, 0, 0], ['new']),
      category('id', [3, 2, 1, 0], ['a', 'b', 'c', 'd']),
    ];
    expectClose(predictProbabilities(fit([...idle, x], labels, 2), [...other, x], 4), alone, 1e-9);
  });

  it('stays finite for huge, tiny and infinite values', () => {
    const x = numeric('x', [1e308, -1e308, 1.5e308, -1.5e308, Infinity, -Infinity]);
    const model = fit([x, numeric('y', [1e-308, 2e-308, 3e-308, 4e-308, 5e-308, 6e-308])], [0, 1, 0, 1, 0, 1], 2);
    const probabilities = predictProbabilities(model, [x, numeric('y', [1e308, -1e308, 0, null, 1, 2])], 6);
    expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it('gives probability 0 to a class without rows, and 1 to a single class', () => {
    const x = numeric('x', [1, 2, 3, 4]);
    const probabilities = predictProbabilities(fit([x], [0, 2, 0, 2], 4), [x], 4);
    for (let row = 0; row < 4; row++) {
      expect(probabilities[row * 4 + 1]).toBe(0);
      expect(probabilities[row * 4 + 3]).toBe(0);
    }
    expect(Array.from(predictProbabilities(fit([x], [1, 1, 1, 1], 2), [x], 4))).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('says when maxIter ended the fit, and stops when asked to', () => {
    const { features, labels } = randomTable(6, 60, 3);
    expect(fit(features, labels, 3, { parameters: { maxIter: 2 } })).toMatchObject({ converged: false, iterations: 2 });
    const signal = { aborted: false };
    const cancelled = () => fit(features, labels, 3, { signal, onProgress: (done) => (signal.aborted = done === 3) });
    expect(cancelled).toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('refuses more coefficients than it can hold, naming the column', () => {
    const categories = Array.from({ length: 900_000 }, (_, code) => `${code}`);
    const wide = category('town', [0, 1, 0, 1, 2, 3], categories);
    expect(() => fit([numeric('x', [1, 2, 3, 4, 5, 6]), wide], [0, 1, 2, 3, 4, 5], 6)).toThrow(
      expect.objectContaining({ code: 'limit_exceeded', details: { column: 'town' } }),
    );
  });
});
