import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { Random, type FeatureColumn } from '@antidote/tabular';
import fc from 'fast-check';
import { binFeatures } from './binning/bin-features.js';
import { fitModel, type TrainOptions } from './fit-model.js';
import { LEARNERS } from './learners.js';
import { modelToBytes } from './model-binary.js';
import { predictProbabilities } from './predict.js';
import { randomTable } from './testing/tables.js';

const KINDS = Object.keys(LEARNERS) as ModelKind[];
const SMALL: { [K in ModelKind]?: ModelParameters } = {
  'random-forest': { nEstimators: 30 },
  'extra-trees': { nEstimators: 30 },
  'gradient-boosting': { nEstimators: 8 },
  'k-nearest-neighbors': { nNeighbors: 3 },
};
/** What does not draw: its model, or what it predicts, is that of the rows alone. */
const WITHOUT_SAMPLING = KINDS.filter((kind) => kind !== 'random-forest' && kind !== 'extra-trees');

type Rows = ReturnType<typeof randomTable>;

const fit = (kind: ModelKind, { features, labels, classes }: Rows, options: Partial<TrainOptions> = {}) =>
  fitModel(kind, binFeatures(features, labels.length), labels, classes, {
    seed: 3,
    parameters: SMALL[kind],
    ...options,
  });

function inOrder({ features, labels, classes }: Rows, order: Uint32Array): Rows {
  const moved = features.map((column): FeatureColumn =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(order, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) },
  );
  return { features: moved, labels: Int32Array.from(order, (row) => labels[row]!), classes };
}

/** The linear model's optimum is found to a tolerance; all others predict the same bits. */
function expectSame(kind: ModelKind, one: Float64Array, other: Float64Array): void {
  if (kind !== 'logistic-regression') return expect(one).toEqual(other);
  one.forEach((probability, i) => expect(probability).toBeCloseTo(other[i]!, 6));
}

// Small fits start no threads, but take those that are up.
beforeAll(() => {
  const { features, labels, classes } = randomTable(1, 6000, 2);
  const parameters = { nEstimators: 300 };
  fitModel('random-forest', binFeatures(features, 6000), labels, classes, { seed: 1, threads: 8, parameters });
});

describe.each(KINDS)('%s', (kind) => {
  it('is the same, byte for byte, for 1, 2 and 8 threads', () => {
    for (const [rowCount, classCount] of [
      [40, 2],
      [900, 2],
      [900, 4],
    ] as const) {
      const table = randomTable(rowCount, rowCount, classCount);
      const [alone, ...others] = [1, 2, 8].map((threads) => fit(kind, table, { threads }));
      const bytes = Buffer.from(modelToBytes(alone!));
      for (const model of others) expect(bytes.equals(modelToBytes(model))).toBe(true);
      for (const threads of [2, 8]) {
        expect(predictProbabilities(alone!, table.features, rowCount, { threads })).toEqual(
          predictProbabilities(alone!, table.features, rowCount),
        );
      }
    }
  });
});

describe.each(WITHOUT_SAMPLING)('%s', (kind) => {
  it('does not depend on the order of the rows', () => {
    const property = fc.property(
      fc.nat(1000),
      fc.integer({ min: 8, max: 120 }),
      fc.integer({ min: 2, max: 4 }),
      (seed, n, k) => {
        const table = randomTable(seed, n, k);
        const moved = inOrder(table, new Random(seed, 1).shuffle(Uint32Array.from({ length: n }, (_, row) => row)));
        expectSame(
          kind,
          predictProbabilities(fit(kind, moved), table.features, n),
          predictProbabilities(fit(kind, table), table.features, n),
        );
      },
    );
    fc.assert(property, { numRuns: 25 });
  });

  it('takes a weight for repeated rows', () => {
    const property = fc.property(
      fc.nat(1000),
      fc.integer({ min: 8, max: 120 }),
      fc.integer({ min: 2, max: 4 }),
      (seed, n, k) => {
        const table = randomTable(seed, n, k);
        const sampleWeights = Float64Array.from(table.labels, (_, row) => (row * 5 + seed) % 4 || 1);
        const rows = Array.from(table.labels.keys()).flatMap((row) => Array<number>(sampleWeights[row]!).fill(row));
        expectSame(
          kind,
          predictProbabilities(fit(kind, table, { sampleWeights }), table.features, n),
          predictProbabilities(fit(kind, table, { rows }), table.features, n),
        );
      },
    );
    fc.assert(property, { numRuns: 25 });
  });
});
