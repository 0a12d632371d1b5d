import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mean, sampleSd } from '@antidote/statistics';
import { classCounts, type NumericColumn } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '../index.js';
import type { ClassificationParameters } from './classification-parameters.js';
import { makeClassification, type FeatureRole } from './make-classification.js';

const fixture = JSON.parse(readFileSync(new URL('./fixtures/make-classification.json', import.meta.url), 'utf8')) as {
  sizes: (Pick<ClassificationParameters, 'nSamples' | 'nClasses' | 'nClustersPerClass'> & {
    weights: number[] | null;
    sizes: number[];
  })[];
  accuracies: { parameters: Partial<ClassificationParameters>; mean: number; sd: number; n: number }[];
};
const refusal = (code: string) => expect.objectContaining({ code });
const valuesOf = (made: ReturnType<typeof makeClassification>, role: FeatureRole) =>
  made.table.features.filter((_, f) => made.roles[f] === role).map((column) => (column as NumericColumn).values);

/** Rank by elimination with pivoting; columns scaled to length 1, and 1e-9 is nothing. */
function rank(columns: Float64Array[]): number {
  const left = columns.map((column) => {
    const length = Math.hypot(...column);
    return column.map((value) => value / length);
  });
  let found = 0;
  while (left.length > 0) {
    left.sort((a, b) => Math.hypot(...b) - Math.hypot(...a));
    const pivot = left.shift()!;
    const length = Math.hypot(...pivot);
    if (length < 1e-9) break;
    found++;
    for (const column of left) {
      const share = column.reduce((sum, value, row) => sum + value * pivot[row]!, 0) / length ** 2;
      column.forEach((value, row) => (column[row] = value - share * pivot[row]!));
    }
  }
  return found;
}

describe('makeClassification', () => {
  it.each(fixture.sizes)(
    'has scikit-learn’s class sizes, $nSamples rows by $weights',
    ({ weights, sizes, ...shape }) => {
      const made = makeClassification({
        ...shape,
        nFeatures: 10,
        nInformative: 5,
        flipY: 0,
        seed: 1,
        ...(weights === null ? {} : { weights }),
      });
      expect([...classCounts(made.table.target.codes, sizes.length)]).toEqual(sizes);
      expect(made.cleanCodes).toEqual(made.table.target.codes);
    },
  );

  it('makes redundant and repeated features of the informative ones, and noise of nothing', () => {
    const made = makeClassification({
      nSamples: 300,
      nFeatures: 12,
      nInformative: 4,
      nRedundant: 3,
      nRepeated: 2,
      seed: 5,
    });
    expect(made.roles.toSorted()).toEqual([
      ...new Array(4).fill('informative'),
      ...new Array(3).fill('noise'),
      ...new Array(3).fill('redundant'),
      ...new Array(2).fill('repeated'),
    ]);
    const informative = valuesOf(made, 'informative');
    expect(rank(informative)).toBe(4);
    expect(rank([...informative, ...valuesOf(made, 'redundant')])).toBe(4);
    for (const copy of valuesOf(made, 'repeated')) {
      expect([...informative, ...valuesOf(made, 'redundant')]).toContainEqual(copy);
    }
    expect(rank([...informative, ...valuesOf(made, 'noise')])).toBe(7);
    for (const noise of valuesOf(made, 'noise')) {
      expect(Math.abs(mean(noise))).toBeLessThan(0.25);
      expect(Math.abs(sampleSd(noise) - 1)).toBeLessThan(0.15);
    }
  });

  it('places clusters at different vertices of the hypercube', () => {
    const made = makeClassification({
      nSamples: 8000,
      nFeatures: 3,
      nInformative: 3,
      nRedundant: 0,
      nClasses: 4,
      nClustersPerClass: 1,
      classSep: 20,
      flipY: 0,
      shuffle: false,
      seed: 2,
    });
    const centres = [0, 1, 2, 3].map((cluster) =>
      made.table.features
        .map((column) => mean((column as NumericColumn).values.subarray(cluster * 2000, (cluster + 1) * 2000)))
        .map((centre) => {
          expect(Math.abs(Math.abs(centre) - 20)).toBeLessThan(0.5);
          return Math.sign(centre);
        })
        .join(),
    );
    expect(new Set(centres).size).toBe(4);
    expect(made.roles).toEqual(['informative', 'informative', 'informative']);
  });

  it('flips the share it is told, to any class', () => {
    const { table, cleanCodes } = makeClassification({ nSamples: 20_000, flipY: 0.3, seed: 4 });
    const changed = table.target.codes.reduce((sum, code, row) => sum + (code === cleanCodes[row] ? 0 : 1), 0);
    // Half of the flipped rows are given their own class.
    expect(changed / 20_000).toBeCloseTo(0.15, 2);
  });

  it('shifts, then scales, by one value, one a feature, or drawn ones', () => {
    const made = (more: Partial<ClassificationParameters>) =>
      makeClassification({ nSamples: 50, nFeatures: 4, shuffle: false, seed: 3, ...more }).table.features.map(
        (column) => (column as NumericColumn).values,
      );
    const plain = made({});
    made({ shift: 2, scale: [1, 2, 3, 4] }).forEach((values, f) =>
      values.forEach((value, row) => expect(value).toBeCloseTo((plain[f]![row]! + 2) * (f + 1), 9)),
    );
    made({ scale: null }).forEach((values, f) => {
      const factor = values[0]! / plain[f]![0]!;
      expect(factor).toBeGreaterThanOrEqual(1);
      expect(factor).toBeLessThanOrEqual(101);
    });
    expect(made({ shift: null })).not.toEqual(plain);
  });

  it('is the same for a seed, sorted classes included, and another for another', () => {
    const made = (seed: number) =>
      makeClassification({
        nSamples: 60,
        nFeatures: 8,
        nInformative: 5,
        nClasses: 12,
        nClustersPerClass: 1,
        flipY: 0,
        seed,
      });
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
    expect(made(1).table.target.classes.slice(0, 4)).toEqual(['0', '1', '10', '11']);
    expect([...classCounts(made(1).table.target.codes, 12)]).toEqual(new Array(12).fill(5));
  });

  it.each(fixture.accuracies)('is as hard as scikit-learn’s, $parameters', ({ parameters, mean: theirs, sd, n }) => {
    const accuracies = Array.from({ length: n }, (_, seed) => {
      const { table } = makeClassification({ nSamples: 800, ...parameters, seed });
      const rows = Uint32Array.from({ length: 400 }, (_, row) => row);
      const binned = binFeatures(table.features, table.rowCount);
      const model = fitModel('random-forest', binned, table.target.codes, table.target.classes, {
        seed,
        rows,
        parameters: { nEstimators: 30 },
      });
      const predicted = predictLabels(model, table.features, table.rowCount);
      return (
        rows.reduce((hits, row) => hits + (predicted[400 + row] === table.target.codes[400 + row] ? 1 : 0), 0) / 400
      );
    });
    // The means of independent tasks: three standard errors of their difference.
    const error = Math.sqrt(sd ** 2 / n + sampleSd(accuracies) ** 2 / n);
    expect(Math.abs(mean(accuracies) - theirs)).toBeLessThan(3 * error);
  });

  it.each<[Partial<ClassificationParameters>, RegExp]>([
    [{ nFeatures: 3 }, /make 4 of 3 features; give nFeatures of at least 4/],
    [{ nClasses: 3 }, /need 6 vertices, .* have 4; give nInformative of at least 3/],
    [{ nSamples: 0 }, /nSamples is 0; give a whole number of at least 1/],
    [{ flipY: 2 }, /flipY is 2/],
    [{ classSep: 0 }, /classSep is 0/],
    [{ weights: [0.7, 0.4] }, /sum to 1.1/],
    [{ weights: [0.1, 0.1, 0.1] }, /3 weights for 2 classes/],
    [{ scale: 0 }, /scale is 0/],
    [{ shift: [1] }, /shift has 1 values for 20 features/],
  ])('refuses %j', (parameters, message) => {
    expect(() => makeClassification({ ...parameters, seed: 1 })).toThrow(message);
    expect(() => makeClassification({ ...parameters, seed: 1 })).toThrow(refusal('parameter_out_of_range'));
  });
});
