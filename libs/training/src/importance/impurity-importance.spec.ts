import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { numeric, randomTable } from '../testing/tables.js';
import type { TreeModel } from '../tree-model.js';
import { impurityImportance } from './impurity-importance.js';

type Fitted = 'decision-tree' | 'random-forest' | 'gradient-boosting';

function fit(kind: Fitted, x: number[][], labels: number[], classCount: number, parameters = {}): TreeModel {
  const features = x.map((values, f) => numeric(`x${f}`, values));
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  const binned = binFeatures(features, labels.length);
  return fitModel(kind, binned, Int32Array.from(labels), classes, { seed: 1, parameters }) as TreeModel;
}

describe('impurity importance', () => {
  it('is the decrease worked by hand', () => {
    // Labels 0 0 0 1 1 2 on x0 = 0 0 0 1 1 1 and x1 = 0 0 0 0 0 1. Gini times rows: all 6 (1 - 14/36) = 22/6.
    // x0 <= 0.5 leaves 0 and 3 (1 - 5/9) = 4/3, a decrease of 7/3; then x1 <= 0.5 leaves 0, a decrease of 4/3.
    const model = fit(
      'decision-tree',
      [
        [0, 0, 0, 1, 1, 1],
        [0, 0, 0, 0, 0, 1],
      ],
      [0, 0, 0, 1, 1, 2],
      3,
    );
    const [x0, x1] = impurityImportance(model);
    expect(x0!).toBeCloseTo(7 / 11, 10);
    expect(x1!).toBeCloseTo(4 / 11, 10);
  });

  it('is zero where no tree has a split', () => {
    expect(impurityImportance(fit('decision-tree', [[7, 7]], [0, 1], 2))).toEqual(Float64Array.of(0));
  });

  it('sums to 1 over a forest, is never below 0, and weighs every tree alike', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const { features, labels, classes } = randomTable(seed, 90, 3);
        const binned = binFeatures(features, 90);
        const model = fitModel('random-forest', binned, labels, classes, { seed, parameters: { nEstimators: 6 } });
        const { trees } = model as TreeModel;
        const all = impurityImportance(model as TreeModel);
        expect(all.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        const mean = new Float64Array(3);
        for (const root of trees.roots) {
          const one = { ...(model as TreeModel), trees: { ...trees, roots: Int32Array.of(root) } };
          impurityImportance(one).forEach((value, f) => (mean[f]! += value / 6));
        }
        all.forEach((value, f) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeCloseTo(mean[f]!, 12);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('tells the features that matter to boosted trees', () => {
    const x = Array.from({ length: 200 }, (_, row) => (row * 37) % 200);
    const noise = Array.from({ length: 200 }, (_, row) => (row * 91) % 200);
    const labels = x.map((value) => (value > 90 ? 1 : 0));
    const [informative, other] = impurityImportance(fit('gradient-boosting', [x, noise], labels, 2));
    expect(informative!).toBeGreaterThan(0.95);
    expect(informative! + other!).toBeCloseTo(1, 12);
  });

  it('refuses trees without training weights', () => {
    const model = fit('decision-tree', [[1, 2]], [0, 1], 2);
    const bare = { ...model, trees: { ...model.trees, leafWeight: undefined } };
    expect(() => impurityImportance(bare)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  const fixture = JSON.parse(readFileSync(new URL('./fixtures/impurity-importance.json', import.meta.url), 'utf8')) as {
    made: string;
    cases: { parameters: object; classes: number; x: number[][]; y: number[]; importances: number[] }[];
  };
  it.each(fixture.cases.map((item) => [JSON.stringify(item.parameters), item] as const))(
    `is that of ${fixture.made}: %s`,
    (_parameters, { parameters, classes, x, y, importances }) => {
      const own = impurityImportance(fit('decision-tree', x, y, classes, parameters));
      importances.forEach((value, f) => expect(own[f]!).toBeCloseTo(value, 9));
    },
  );
});
