import { describe, expect, it } from '@jest/globals';
import { Random, type FeatureColumn } from '@antidote/tabular';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { category, numeric } from '../testing/tables.js';
import { anomalyScore, isAnomaly } from './anomaly-score.js';
import { averagePathLength } from './average-path-length.js';
import { fitIsolationForest } from './fit-isolation-forest.js';
import { isolationForestFromJson, isolationForestToJson } from './isolation-forest-json.js';
import type { IsolationForest } from './isolation-forest.js';

/** Two normal columns, a category and missing values; the last `outliers` rows lie far out. */
function planted(seed: number, rowCount: number, outliers: number): FeatureColumn[] {
  const random = new Random(seed, 3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const isOut = (row: number) => row >= rowCount - outliers;
  const draw = () => Array.from({ length: rowCount }, (_, row) => (isOut(row) ? 6 + normal() : normal()));
  return [
    numeric('x', draw()),
    numeric(
      'y',
      draw().map((value) => (random.below(10) === 0 ? null : value)),
    ),
    category(
      'kind',
      Array.from({ length: rowCount }, (_, row) => (isOut(row) ? 2 : random.below(2))),
      ['a', 'b', 'rare'],
    ),
  ];
}

/** Share of pairs (outlier, other) in which the outlier scores higher. */
function auc(scores: Float64Array, outliers: number): number {
  const others = scores.subarray(0, scores.length - outliers);
  let wins = 0;
  for (const high of scores.subarray(others.length)) {
    for (const low of others) wins += high > low ? 1 : high === low ? 0.5 : 0;
  }
  return wins / (outliers * others.length);
}

/** Path length of one row in one tree, by hand. */
function pathLength(model: IsolationForest, tree: number, values: number[]): number {
  const { roots, feature, threshold, missingLeft, next, pathLength } = model.trees;
  let node = roots[tree]!;
  while (feature[node]! >= 0) {
    const value = values[feature[node]!]!;
    const isLeft = Number.isNaN(value) ? missingLeft[node] === 1 : value <= threshold[node]!;
    node = next[node]! + (isLeft ? 0 : 1);
  }
  return pathLength[node]!;
}

describe('average path length c(n)', () => {
  it('is the mean depth of a leaf in a binary search tree', () => {
    expect([0, 1, 2].map(averagePathLength)).toEqual([0, 0, 1]);
    // 2 (ln 255 + 0.5772156649) - 2 * 255 / 256
    expect(averagePathLength(256)).toBeCloseTo(10.24477092012, 10);
    expect(averagePathLength(3)).toBeCloseTo(1.207392357589623, 12);
  });
});

describe('isolation forest', () => {
  it('grows and scores the tree worked by hand', () => {
    // Two rows, 0 and 1: psi = 2, depth limit 1, c(2) = 1. Every tree is one split in [0, 1) and two leaves at depth 1,
    // so h = 1 for every row, and the score is 2^-1.
    const model = fitIsolationForest([numeric('x', [0, 1])], 2, { seed: 1, nEstimators: 3 });
    expect(model.sampleSize).toBe(2);
    expect(Array.from(model.trees.feature)).toEqual([0, -1, -1, 0, -1, -1, 0, -1, -1]);
    expect(Array.from(model.trees.next.filter((_, node) => node % 3 === 0))).toEqual([1, 4, 7]);
    expect(Array.from(model.trees.pathLength)).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1]);
    for (const root of model.trees.roots) {
      expect(model.trees.threshold[root]!).toBeGreaterThanOrEqual(0);
      expect(model.trees.threshold[root]!).toBeLessThan(1);
    }
    expect(Array.from(anomalyScore(model, [numeric('x', [0, 1, 0.5, -9])], 4))).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('adds c(n) where the depth ends, and gives 0.5 where nothing varies', () => {
    // 0, 0, 0 and 1: one split parts them, depth 1; three equal rows are left: h = 1 + c(3). psi = 4.
    const model = fitIsolationForest([numeric('x', [0, 0, 0, 1])], 4, { seed: 1, nEstimators: 2 });
    const [common, , , lone] = anomalyScore(model, [numeric('x', [0, 0, 0, 1])], 4);
    expect(common!).toBeCloseTo(2 ** (-(1 + averagePathLength(3)) / averagePathLength(4)), 12);
    expect(lone!).toBeCloseTo(2 ** (-1 / averagePathLength(4)), 12);
    const constant = fitIsolationForest([numeric('x', [7, 7, 7])], 3, { seed: 1 });
    for (const score of anomalyScore(constant, [numeric('x', [7, 8, NaN])], 3)) expect(score).toBeCloseTo(0.5, 12);
  });

  it('scores as the mean of the paths, walked one by one', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 60 }), (seed, rowCount) => {
        const random = new Random(seed, 4);
        const columns = [0, 1, 2].map((f) =>
          numeric(
            `x${f}`,
            Array.from({ length: rowCount }, () => (random.below(6) === 0 ? null : random.below(9))),
          ),
        );
        const model = fitIsolationForest(columns, rowCount, { seed, nEstimators: 11, maxSamples: 16 });
        const scores = anomalyScore(model, columns, rowCount);
        for (let row = 0; row < rowCount; row++) {
          let sum = 0;
          for (let tree = 0; tree < 11; tree++) {
            sum += pathLength(
              model,
              tree,
              columns.map(({ values }) => values[row]!),
            );
          }
          expect(scores[row]!).toBeCloseTo(2 ** (-sum / 11 / averagePathLength(model.sampleSize)), 12);
          expect(scores[row]!).toBeGreaterThan(0);
          expect(scores[row]!).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds planted outliers', () => {
    const features = planted(1, 1000, 20);
    const scores = anomalyScore(fitIsolationForest(features, 1000, { seed: 1 }), features, 1000);
    expect(auc(scores, 20)).toBeGreaterThan(0.99);
  });

  const peer = JSON.parse(readFileSync(new URL('./fixtures/isolation-forest.json', import.meta.url), 'utf8')) as {
    made: string;
    seeds: number;
    outliers: number;
    x: number[][];
    auc: number[];
    meanScores: number[];
    sdScores: number[];
  };
  it(`scores as ${peer.made} does, over ${peer.seeds} seeds`, () => {
    const columns = peer.x.map((values, f) => numeric(`x${f}`, values));
    const rowCount = columns[0]!.values.length;
    const runs = Array.from({ length: peer.seeds }, (_, seed) =>
      anomalyScore(fitIsolationForest(columns, rowCount, { seed }), columns, rowCount),
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = (values: number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
    const own = runs.map((scores) => auc(scores, peer.outliers));
    const standardError = Math.sqrt((variance(own) + variance(peer.auc)) / peer.seeds);
    expect(Math.abs(mean(own) - mean(peer.auc))).toBeLessThan(2 * standardError);
    // Row by row: squared differences in standard errors average 1 where both draw from one distribution; rows of a
    // run go up and down together, hence the room.
    const squares = peer.meanScores.map((expected, row) => {
      const scores = runs.map((run) => run[row]!);
      return (mean(scores) - expected) ** 2 / ((variance(scores) + peer.sdScores[row]! ** 2) / peer.seeds);
    });
    expect(mean(squares)).toBeLessThan(2);
  });

  it('finds a rare category and rare missing values by themselves', () => {
    const codes = Array.from({ length: 400 }, (_, row) => (row >= 396 ? 1 : row % 2 === 0 ? 0 : 2));
    const kinds = [category('kind', codes, ['a', 'b', 'c'])];
    expect(auc(anomalyScore(fitIsolationForest(kinds, 400, { seed: 1 }), kinds, 400), 4)).toBe(1);
    const holes = [
      numeric(
        'x',
        Array.from({ length: 400 }, (_, row) => (row >= 396 ? null : 5)),
      ),
    ];
    expect(auc(anomalyScore(fitIsolationForest(holes, 400, { seed: 1 }), holes, 400), 4)).toBe(1);
  });

  it('finds nothing odd in a missing value among many', () => {
    const random = new Random(1, 6);
    const features = [0, 1, 2].map((f) =>
      numeric(
        `x${f}`,
        Array.from({ length: 1000 }, () => (random.below(5) === 0 ? null : random.uniform())),
      ),
    );
    const scores = anomalyScore(fitIsolationForest(features, 1000, { seed: 1, nEstimators: 300 }), features, 1000);
    const missing = (row: number) => features.filter(({ values }) => Number.isNaN(values[row]!)).length;
    const mean = (count: number) => {
      const own = scores.filter((_, row) => missing(row) === count);
      return own.reduce((sum, score) => sum + score, 0) / own.length;
    };
    // It cannot lie at the edge, so such rows are even a little more ordinary.
    expect(mean(2)).toBeLessThan(mean(0));
    expect(mean(1)).toBeLessThan(mean(0));
  });

  it('is the same for the same seed, and begins with the trees of a smaller forest', () => {
    const features = planted(2, 300, 3);
    const model = fitIsolationForest(features, 300, { seed: 5 });
    expect(fitIsolationForest(features, 300, { seed: 5 })).toEqual(model);
    expect(fitIsolationForest(features, 300, { seed: 6 }).trees).not.toEqual(model.trees);
    const small = fitIsolationForest(features, 300, { seed: 5, nEstimators: 7 }).trees;
    expect(model.trees.threshold.subarray(0, small.threshold.length)).toEqual(small.threshold);
  });

  it('trains on the given rows only', () => {
    const features = planted(3, 200, 10);
    const rows = Uint32Array.from({ length: 120 }, (_, i) => i);
    const picked = features.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.slice(0, 120) }
        : { ...column, codes: column.codes.slice(0, 120) },
    );
    const options = { seed: 1, contamination: 0.1 } as const;
    expect(fitIsolationForest(features, 200, { ...options, rows })).toEqual(fitIsolationForest(picked, 120, options));
  });

  it('flags the asked share of the training rows', () => {
    const features = planted(4, 500, 25);
    const model = fitIsolationForest(features, 500, { seed: 1, contamination: 0.05 });
    const flags = isAnomaly(model, anomalyScore(model, features, 500));
    expect(flags.reduce((sum, flag) => sum + flag, 0)).toBe(25);
    expect(Array.from(flags.subarray(475)).filter((flag) => flag === 1).length).toBeGreaterThan(22);
    expect(fitIsolationForest(features, 500, { seed: 1 }).scoreThreshold).toBe(0.5);
  });

  it('takes infinite for missing, and values too far apart for a double between them', () => {
    const values = [1, 2, 3, 4, 5, 6, Infinity, -Infinity];
    const holed = numeric('x', [1, 2, 3, 4, 5, 6, null, null]);
    const infinite = numeric('x', values);
    expect(fitIsolationForest([infinite], 8, { seed: 1 }).trees).toEqual(
      fitIsolationForest([holed], 8, { seed: 1 }).trees,
    );
    expect(infinite.values[6]).toBe(Infinity);
    const far = [numeric('x', [-Number.MAX_VALUE, Number.MAX_VALUE, 0, 1])];
    const scores = anomalyScore(fitIsolationForest(far, 4, { seed: 1 }), far, 4);
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
  });

  it('scores the same to the last bit by any number of threads', () => {
    const features = planted(7, 6000, 50);
    const one = fitIsolationForest(features, 6000, { seed: 3, contamination: 0.1 });
    const scores = anomalyScore(one, features, 6000);
    for (const threads of [1, 2, 8]) {
      expect(fitIsolationForest(features, 6000, { seed: 3, contamination: 0.1, threads })).toEqual(one);
      expect(anomalyScore(one, features, 6000, { threads })).toEqual(scores);
    }
    expect(() => anomalyScore(one, features, 6000, { threads: 0 })).toThrow(
      expect.objectContaining({ code: 'parameter_out_of_range' }),
    );
  });

  it('scores the same to the last bit from its JSON, and refuses a damaged one', () => {
    const features = planted(5, 300, 5);
    const model = fitIsolationForest(features, 300, { seed: 2, contamination: 0.1 });
    const json = JSON.parse(JSON.stringify(isolationForestToJson(model)));
    const restored = isolationForestFromJson(json);
    expect(restored).toEqual(model);
    expect(anomalyScore(restored, features, 300)).toEqual(anomalyScore(model, features, 300));
    const refused = expect.objectContaining({ code: 'invalid_model' });
    expect(() => isolationForestFromJson({ ...json, formatVersion: 2 })).toThrow(refused);
    expect(() => isolationForestFromJson({ ...json, categoryPositions: [null, null, null] })).toThrow(refused);
    for (const field of Object.keys(json)) {
      if (field === 'kind' || field === 'seed' || field === 'contamination') continue;
      expect(() => isolationForestFromJson({ ...json, [field]: null })).toThrow(refused);
    }
    for (const junk of [null, 1, 'x', []]) expect(() => isolationForestFromJson(junk)).toThrow(refused);
    const trees = { ...json.trees, pathLength: json.trees.pathLength.map(() => null) };
    expect(() => isolationForestFromJson({ ...json, trees })).toThrow(refused);
    json.trees.next[0] = 0;
    expect(() => isolationForestFromJson(json)).toThrow(refused);
  });

  it('scores an unseen category as a missing one, and names what does not fit', () => {
    const features = planted(6, 300, 5);
    const model = fitIsolationForest(features, 300, { seed: 2 });
    const one = (codes: number[], categories: string[]) => [
      numeric('x', [0.1]),
      numeric('y', [0.2]),
      category('kind', codes, categories),
    ];
    expect(anomalyScore(model, one([0], ['new']), 1)).toEqual(anomalyScore(model, one([-1], ['a', 'b', 'rare']), 1));
    expect(() => anomalyScore(model, features.slice(0, 2), 300)).toThrow(
      expect.objectContaining({ code: 'column_mismatch', message: expect.stringContaining('kind') }),
    );
    const fit =
      (options: object, rowCount = 300) =>
      () =>
        fitIsolationForest(features, rowCount, { seed: 1, ...options });
    const outOfRange = expect.objectContaining({ code: 'parameter_out_of_range' });
    expect(fit({ nEstimators: 0 })).toThrow(outOfRange);
    expect(fit({ maxSamples: 1 })).toThrow(outOfRange);
    expect(fit({ contamination: 0.6 })).toThrow(outOfRange);
    expect(fit({ rows: [3] })).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
    expect(fit({}, 299)).toThrow(expect.objectContaining({ code: 'shape_mismatch' }));
  });
});
