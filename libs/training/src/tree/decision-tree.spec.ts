import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { numeric } from '../testing/tables.js';
import type { TreeModel } from '../tree-model.js';

interface Leaf {
  p: number[];
}
interface Split {
  f: number;
  t: number;
  l: Node;
  r: Node;
}
type Node = Leaf | Split;

function nodeOf({ trees }: TreeModel, node = trees.roots[0]!): Node {
  const f = trees.feature[node]!;
  const next = trees.next[node]!;
  if (f >= 0)
    return {
      f,
      t: trees.threshold[node]!,
      l: nodeOf({ trees } as TreeModel, next),
      r: nodeOf({ trees } as TreeModel, next + 1),
    };
  const from = next * trees.classCount;
  return {
    p: Array.from(trees.leafProbabilities.subarray(from, from + trees.classCount), (p) => Number(p.toFixed(9))),
  };
}

function fit(columns: (number | null)[][], labels: number[], classCount = 2, parameters = {}, seed = 1) {
  const features = columns.map((values, index) => numeric(`x${index}`, values));
  const binned = binFeatures(features, labels.length);
  const classes = Array.from({ length: classCount }, (_, c) => `${c}`);
  return fitModel('decision-tree', binned, Int32Array.from(labels), classes, { seed, parameters });
}

describe('decision tree', () => {
  it('grows the tree worked by hand', () => {
    // x: 1 2 3 4 5 6, labels 0 0 1 1 1 0. Sums of squares over weight, by where the first cut falls:
    // after 1: 1 + (4 + 9) / 5 = 3.6; after 2: 2 + (1 + 9) / 4 = 4.5; after 3: 5/3 + 5/3 = 3.33;
    // after 4: 2 + 1 = 3; after 5: 13/5 + 1 = 3.6. So x <= 2.5, then 0 on the left, and x <= 5.5 on the right.
    expect(nodeOf(fit([[1, 2, 3, 4, 5, 6]], [0, 0, 1, 1, 1, 0]))).toEqual({
      f: 0,
      t: 2.5,
      l: { p: [1, 0] },
      r: { f: 0, t: 5.5, l: { p: [0, 1] }, r: { p: [1, 0] } },
    });
  });

  it('puts the threshold between the values of the node, not of the whole column', () => {
    // Within x0 <= 0.5 only the x1 values 1 and 9 occur; 4 and 5 lie on the other side.
    const model = fit(
      [
        [0, 0, 1, 1],
        [1, 9, 4, 5],
      ],
      [0, 1, 2, 2],
      3,
      { maxFeatures: 'all' },
    );
    const root = nodeOf(model) as Split;
    expect(root).toMatchObject({ f: 0, t: 0.5 });
    expect(root.l).toMatchObject({ f: 1, t: 5 });
  });

  it('sends missing values to the side that their labels fit', () => {
    const x = [1, 2, 3, null, 10, 11, 12, null];
    const high = fit([x], [0, 0, 0, 1, 1, 1, 1, 1]);
    expect(nodeOf(high)).toEqual({ f: 0, t: 6.5, l: { p: [1, 0] }, r: { p: [0, 1] } });
    expect(Array.from(predictLabels(high, [numeric('x0', [null, 5, 8])], 3))).toEqual([1, 0, 1]);
    const low = fit([x], [0, 0, 0, 0, 1, 1, 1, 0]);
    expect(Array.from(predictLabels(low, [numeric('x0', [null, 5, 8])], 3))).toEqual([0, 0, 1]);
  });

  it('splits missing from present where that tells the classes apart', () => {
    const model = fit([[1, 2, 3, null, null]], [0, 0, 0, 1, 1]);
    expect(Array.from(predictLabels(model, [numeric('x0', [null, -1e300, 1e300])], 3))).toEqual([1, 0, 0]);
  });

  it('sends a missing value to the larger child where training had none', () => {
    const model = fit([[1, 2, 3, 4, 5]], [0, 0, 0, 1, 1]);
    expect(Array.from(predictLabels(model, [numeric('x0', [null])], 1))).toEqual([0]);
  });

  it('gives a single leaf for constant features, and for one class', () => {
    expect(nodeOf(fit([[7, 7, 7, 7]], [0, 1, 1, 1]))).toEqual({ p: [0.25, 0.75] });
    expect(nodeOf(fit([[null, null]], [0, 1]))).toEqual({ p: [0.5, 0.5] });
    expect(nodeOf(fit([[1, 2, 3]], [0, 0, 0], 1))).toEqual({ p: [1] });
  });

  it('gives ties to the lower class', () => {
    const model = fit([[7, 7]], [0, 1]);
    expect(Array.from(predictLabels(model, [numeric('x0', [7])], 1))).toEqual([0]);
  });

  it('splits where no single split helps (exclusive or)', () => {
    const model = fit(
      [
        [0, 0, 1, 1],
        [0, 1, 0, 1],
      ],
      [0, 1, 1, 0],
    );
    expect(Array.from(predictLabels(model, [numeric('x0', [0, 0, 1, 1]), numeric('x1', [0, 1, 0, 1])], 4))).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it.each([2, 3])('takes one of equally good features by its seed, %i classes', (classCount) => {
    const x = [1, 2, 3, 4, 5, 6];
    const labels = [0, 0, 1, 1, 1, classCount - 1];
    const chosen = Array.from(
      { length: 300 },
      (_, seed) => (nodeOf(fit([x, x, x], labels, classCount, {}, seed)) as Split).f,
    );
    for (const feature of [0, 1, 2]) {
      const share = chosen.filter((f) => f === feature).length / chosen.length;
      // 1/3, give or take four standard errors
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.11);
    }
  });

  it('keeps neighbouring doubles apart', () => {
    const a = 0.1 + 0.2;
    const b = 0.3;
    const model = fit([[a, b]], [0, 1]);
    expect(Array.from(predictLabels(model, [numeric('x0', [a, b])], 2))).toEqual([0, 1]);
  });

  it('has probabilities that sum to 1', () => {
    const model = fit([[1, 1, 1, 2, 2, 2, 2]], [0, 1, 2, 2, 2, 1, 0], 3);
    const [a, b, c] = predictProbabilities(model, [numeric('x0', [2])], 1) as unknown as number[];
    expect(a! + b! + c!).toBeCloseTo(1, 10);
    expect(c!).toBeCloseTo(0.5, 10);
  });

  const fixture = JSON.parse(readFileSync(new URL('./fixtures/decision-tree.json', import.meta.url), 'utf8')) as {
    made: string;
    cases: { parameters: object; classes: number; missing: boolean; x: (number | null)[][]; y: number[]; tree: Node }[];
  };
  describe(`beside ${fixture.made}`, () => {
    it.each(fixture.cases.map((item) => [JSON.stringify(item.parameters), item.classes, item.missing, item] as const))(
      'grows the same tree: %s, %i classes, missing %s',
      (_parameters, classes, _missing, item) => {
        const rounded = (node: Node): Node =>
          'p' in node
            ? { p: node.p.map((p) => Number(p.toFixed(9))) }
            : { ...node, l: rounded(node.l), r: rounded(node.r) };
        expect(nodeOf(fit(item.x, item.y, classes, item.parameters))).toEqual(rounded(item.tree));
      },
    );
  });
});
