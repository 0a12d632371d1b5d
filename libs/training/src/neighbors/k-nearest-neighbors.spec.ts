import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import type { TrainOptions } from '../fit-with.js';
import { predictBinnedLabels, predictLabels, predictProbabilities } from '../predict.js';
import { category, numeric, randomTable } from '../testing/tables.js';

function fit(
  features: FeatureColumn[],
  labels: ArrayLike<number>,
  classCount: number,
  options = {} as Partial<TrainOptions>,
) {
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  return fitModel('k-nearest-neighbors', binFeatures(features, labels.length), Int32Array.from(labels), classes, {
    seed: 1,
    ...options,
  });
}

describe('k nearest neighbours', () => {
  it('votes as worked by hand', () => {
    // Mean 3, deviation sqrt(2): from 2 the neighbours are 2 (0), 1 and 3 (1 / sqrt 2 each), 4 (2 / sqrt 2).
    const x = numeric('x', [1, 2, 3, 4, 5]);
    const at2 = [numeric('x', [2])];
    const labels = [0, 0, 1, 1, 1];
    const shares = (parameters: Record<string, number | string>) =>
      Array.from(predictProbabilities(fit([x], labels, 2, { parameters }), at2, 1));
    expect(shares({ nNeighbors: 3 })).toEqual([2 / 3, 1 / 3]);
    expect(shares({ nNeighbors: 4 })).toEqual([0.5, 0.5]);
    // Row 2 lies at distance 0 and alone has a say.
    expect(shares({ nNeighbors: 4, weights: 'distance' })).toEqual([1, 0]);
    const between = predictProbabilities(
      fit([x], labels, 2, { parameters: { nNeighbors: 3, weights: 'distance' } }),
      [numeric('x', [2.25])],
      1,
    );
    // Distances .25, .75 and 1.25 to 2, 3 and 1: votes 4 + .8 against 4/3.
    expect(between[0]).toBeCloseTo(4.8 / (4.8 + 4 / 3), 12);
  });

  it('shares the last votes among rows at the same distance', () => {
    // From 2, the second neighbour is 1 or 3: each has half a vote, whichever comes first.
    const x = numeric('x', [1, 2, 3]);
    const model = fit([x], [0, 1, 2], 3, { parameters: { nNeighbors: 2 } });
    expect(Array.from(predictProbabilities(model, [numeric('x', [2])], 1))).toEqual([0.25, 0.5, 0.25]);
  });

  const fixture = JSON.parse(readFileSync(new URL('./fixtures/k-nearest-neighbors.json', import.meta.url), 'utf8')) as {
    made: string;
    cases: {
      nNeighbors: number;
      weights: string;
      classes: number;
      x: number[][];
      y: number[];
      queries: number[][];
      probabilities: number[][];
    }[];
  };
  describe(`beside ${fixture.made}`, () => {
    it.each(fixture.cases.map((item) => [item.nNeighbors, item.weights, item] as const))(
      'gives the same probabilities: %i neighbours, %s',
      (nNeighbors, weights, { x, y, queries, classes, probabilities }) => {
        const columns = (values: number[][]) => values.map((column, f) => numeric(`x${f}`, column));
        const model = fit(columns(x), y, classes, { parameters: { nNeighbors, weights } });
        const ours = predictProbabilities(model, columns(queries), queries[0]!.length);
        probabilities.flat().forEach((expected, at) => expect(Math.abs(ours[at]! - expected)).toBeLessThan(1e-9));
      },
    );
  });

  it('is the same, bit for bit, for any order of the rows and for weights in place of repeated rows', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom('uniform', 'distance'), (seed, weights) => {
        const { features, labels } = randomTable(seed, 40, 3);
        const sampleWeights = Float64Array.from({ length: 40 }, (_, row) => (seed + row * 7) % 4);
        const rows = Array.from(sampleWeights).flatMap((weight, row) => Array<number>(weight).fill(row));
        new Random(seed).shuffle(rows);
        const parameters = { weights, nNeighbors: 7 };
        const weighted = fit(features, labels, 3, { parameters, sampleWeights });
        const repeated = fit(features, labels, 3, { parameters, rows });
        expect(predictProbabilities(repeated, features, 40)).toEqual(predictProbabilities(weighted, features, 40));
      }),
      { numRuns: 40 },
    );
  });

  it('counts differing categories, missing being one of them, and fills missing numbers with the median', () => {
    const k = category('k', [0, 0, 1, 1, -1, -1], ['a', 'b']);
    const model = fit([k], [0, 0, 1, 1, 2, 2], 3, { parameters: { nNeighbors: 2 } });
    const queries = category('k', [0, 1, 2, -1], ['a', 'b', 'never']);
    expect(Array.from(predictLabels(model, [queries], 4))).toEqual([0, 1, 2, 2]);
    const x = fit([numeric('x', [1, 2, 3, 4, 50])], [0, 1, 2, 1, 0], 3, { parameters: { nNeighbors: 1 } });
    expect(Array.from(predictLabels(x, [numeric('x', [null, Infinity])], 2))).toEqual([2, 2]);
  });

  it('leaves out a category that names the row, and columns without a difference', () => {
    const x = numeric('x', [1, 2, 3, 4]);
    const id = category('id', [0, 1, 2, 3], ['a', 'b', 'c', 'd']);
    const empty = numeric('empty', [null, null, null, null]);
    const model = fit([x, id, empty], [0, 0, 1, 1], 2, { parameters: { nNeighbors: 1 } });
    const reversed = category('id', [3, 2, 1, 0], ['a', 'b', 'c', 'd']);
    expect(Array.from(predictLabels(model, [x, reversed, empty], 4))).toEqual([0, 0, 1, 1]);
  });

  it('goes through more rows than a tile and a block hold, from the table and from its bins', () => {
    const { features, labels } = randomTable(3, 3000, 3);
    const model = fit(features, labels, 3, { parameters: { nNeighbors: 1 } });
    const rows = Array.from({ length: 50 }, (_, i) => 53 * i);
    const predicted = predictBinnedLabels(model, binFeatures(features, 3000), rows);
    const all = predictLabels(model, features, 3000);
    expect(predicted).toEqual(Int32Array.from(rows, (row) => all[row]!));
  });

  it('refuses more neighbours than there are rows', () => {
    expect(() => fit([numeric('x', [1, 2])], [0, 1], 2)).toThrow('nNeighbors is 5 but there are 2 training rows');
  });
});
