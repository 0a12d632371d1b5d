import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn } from '@antidote/tabular';
import { readFileSync } from 'node:fs';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels } from '../predict.js';
import { numeric } from '../testing/tables.js';
import type { BoostedModel } from './boosted-model.js';

/** XGBoost's split: values below `t` go left. */
interface Split {
  f: number;
  t: number;
  missingLeft: boolean;
  l: Node;
  r: Node;
}
type Node = number | Split;

const fixture = JSON.parse(readFileSync(new URL('./fixtures/boosting.json', import.meta.url), 'utf8')) as {
  made: string;
  rounds: {
    parameters: Record<string, number>;
    x: (number | null)[][];
    y: number[];
    weights: number[];
    tree: Node;
  }[];
  accuracy: { data: string; folds: number[]; rows: number; xgboost: number; 'scikit-learn': number }[];
};

/** Walks both trees at once with the rows that reach each node. */
function expectSame(theirs: Node, { trees }: BoostedModel, node: number, x: (number | null)[][], rows: number[]): void {
  if (typeof theirs === 'number') {
    expect(trees.feature[node]).toBe(-1);
    expect(Math.abs(trees.leafValue[node]! - theirs)).toBeLessThan(1e-6);
    return;
  }
  expect(trees.feature[node]).toBe(theirs.f);
  const side = (isLeft: (value: number) => boolean, missingLeft: boolean) => (row: number) => {
    const value = x[theirs.f]![row]!;
    return value === null ? missingLeft : isLeft(value);
  };
  const isMissing = rows.some((row) => x[theirs.f]![row] === null);
  // Where the node had no missing row, the side is a matter of taste.
  if (isMissing) expect(trees.missingLeft[node] === 1).toBe(theirs.missingLeft);
  const threshold = trees.threshold[node]!;
  const left = rows.filter(side((value) => value <= threshold, theirs.missingLeft));
  expect(left).toEqual(rows.filter(side((value) => value < theirs.t, theirs.missingLeft)));
  const right = rows.filter((row) => !left.includes(row));
  expectSame(theirs.l, { trees } as BoostedModel, trees.next[node]!, x, left);
  expectSame(theirs.r, { trees } as BoostedModel, trees.next[node]! + 1, x, right);
}

/** A file of the project's data: columns with a text are categories; the last column is the label. */
function table(name: string): { features: FeatureColumn[]; labels: Int32Array; classes: string[] } {
  const path = new URL(`../../../../data/${name}.csv`, import.meta.url);
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const columns = header!.map((title, at): FeatureColumn => {
    const cells = rows.map((row) => row[at]!);
    const isNumber = at < header!.length - 1 && cells.every((cell) => cell === '' || cell === 'NA' || !isNaN(+cell));
    if (isNumber)
      return numeric(
        title,
        cells.map((cell) => (cell === '' || cell === 'NA' ? null : +cell)),
      );
    const categories = [...new Set(cells.filter((cell) => cell !== ''))].sort();
    const codes = new Map(categories.map((text, code) => [text, code]));
    return {
      kind: 'category',
      name: title,
      categories,
      codes: Int32Array.from(cells, (cell) => codes.get(cell) ?? -1),
    };
  });
  const label = columns.pop() as Extract<FeatureColumn, { kind: 'category' }>;
  return { features: columns, labels: label.codes, classes: label.categories };
}

describe(`gradient boosting beside ${fixture.made}`, () => {
  it.each(fixture.rounds.map((round) => [JSON.stringify(round.parameters), round] as const))(
    'makes the same first round: %s',
    (_, { parameters, x, y, weights, tree }) => {
      const features = x.map((values, index) => numeric(`x${index}`, values));
      const model = fitModel('gradient-boosting', binFeatures(features, y.length), Int32Array.from(y), ['0', '1'], {
        seed: 1,
        sampleWeights: Float64Array.from(weights),
        parameters,
      });
      expectSame(tree, model, 0, x, [...y.keys()]);
    },
  );

  it.each(fixture.accuracy.map((item) => [item.data, item] as const))(
    'is as accurate within two standard errors: %s',
    (name, item) => {
      const { features, labels, classes } = table(name);
      const binned = binFeatures(features, labels.length);
      let right = 0;
      for (const fold of item.folds) {
        const rows = [...labels.keys()].filter((row) => row % 5 !== fold);
        const model = fitModel('gradient-boosting', binned, labels, classes, { seed: 1, rows });
        const predicted = predictLabels(model, features, labels.length);
        labels.forEach((label, row) => (right += row % 5 === fold && predicted[row] === label ? 1 : 0));
      }
      const accuracy = right / item.rows;
      const error = (share: number) => Math.sqrt((share * (1 - share)) / item.rows);
      expect(Math.abs(accuracy - item.xgboost)).toBeLessThan(2 * error(item.xgboost));
      expect(accuracy).toBeGreaterThan(item['scikit-learn'] - 2 * Math.SQRT2 * error(item['scikit-learn']));
    },
    30_000,
  );
});
