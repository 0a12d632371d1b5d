import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { numeric } from '../testing/tables.js';

const fixture = JSON.parse(readFileSync(new URL('./fixtures/pruned-tree.json', import.meta.url), 'utf8')) as {
  made: string;
  cases: { parameters: { ccpAlpha: number }; classes: number; x: number[][]; y: number[]; thresholds: number[] }[];
};

function fit(x: number[][], y: number[], classCount: number, parameters: object) {
  const features = x.map((values, index) => numeric(`x${index}`, values));
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  return fitModel('decision-tree', binFeatures(features, y.length), Int32Array.from(y), classes, {
    seed: 1,
    parameters: { ...parameters },
  }).trees;
}

describe('cost-complexity pruning', () => {
  it('cuts the split worked by hand', () => {
    // Root 0.5 - 2/4 * 0 - 2/4 * 0.5: the split of the impure half saves 0.25, the root's 0.25 more.
    const x = [[1, 2, 3, 4]];
    const y = [0, 0, 0, 1];
    expect(fit(x, y, 2, { ccpAlpha: 0.3 }).feature).toHaveLength(3);
    const stump = fit(x, y, 2, { ccpAlpha: 0.4 });
    expect(Array.from(stump.feature)).toEqual([-1]);
    expect(Array.from(stump.leafProbabilities.slice(-2), (share) => Number(share.toFixed(9)))).toEqual([0.75, 0.25]);
    expect(Array.from(stump.leafWeight!)).toEqual([4]);
  });

  it.each(fixture.cases.map((item) => [JSON.stringify(item.parameters), item.classes, item] as const))(
    `keeps the splits that scikit-learn keeps: %s, %i classes`,
    (_parameters, classes, item) => {
      const { feature, threshold } = fit(item.x, item.y, classes, item.parameters);
      const kept = Array.from(threshold.filter((_, node) => feature[node]! >= 0)).sort((a, b) => a - b);
      expect(kept).toEqual(item.thresholds);
    },
  );
});
