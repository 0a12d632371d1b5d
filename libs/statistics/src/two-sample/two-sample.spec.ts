import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  chiSquaredIndependence,
  chiSquaredTwoSample,
  jensenShannonDistance,
  kolmogorovSmirnov,
  populationStabilityIndex,
  proportionsZTest,
  sharedHistogram,
  wassersteinDistance,
} from './index.js';
import { kolmogorovSurvival } from './kolmogorov-distribution.js';
import { upperIncompleteGamma } from '../incomplete-gamma.js';

interface Fixtures {
  numeric: {
    name: string;
    reference: number[];
    current: number[];
    ks: { statistic: number; pValue: number };
    wasserstein: number;
    evidently: { ks: number; wassersteinPerSd: number; jensenShannon: number; psi: number };
  }[];
  counts: {
    name: string;
    reference: number[];
    current: number[];
    chiSquared: { statistic: number; pValue: number };
    cramersV: number;
    jensenShannon: number;
    evidently: { jensenShannon: number; psi: number; z: number | null };
  }[];
  chiSquaredSurvival: { x: number; freedom: number; p: number }[];
  kolmogorov: { x: number; p: number }[];
}
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/two-sample.json', import.meta.url), 'utf8'),
) as Fixtures;
const sorted = (values: number[]) => Float64Array.from(values).sort();
const distinct = (a: number[], b: number[]) => [...new Set([...a, ...b])].sort((x, y) => x - y);

describe('two-sample tests beside scipy and Evidently', () => {
  it.each(fixtures.kolmogorov)('Kolmogorov’s limit beyond $x', ({ x, p }) => {
    expect(kolmogorovSurvival(x)).toBeCloseTo(p, 12);
  });

  it('goes over from counted paths to the limit without a jump', () => {
    const side = (rows: number, shift: number) =>
      Float64Array.from({ length: rows }, (_, i) => (i + 0.5) / rows + shift);
    // The paths of the first pair are counted; the second pair is too large for that.
    const counted = kolmogorovSmirnov(side(12_000, 0), side(12_000, 0.011));
    const limit = kolmogorovSmirnov(side(60_000, 0), side(60_000, 0.011 * Math.sqrt(0.2)));
    expect(limit.pValue / counted.pValue).toBeCloseTo(1, 1);
  });

  it.each(fixtures.numeric)('numbers: $name', ({ reference, current, ks, wasserstein, evidently }) => {
    const [a, b] = [sorted(reference), sorted(current)];
    const own = kolmogorovSmirnov(a, b);
    expect(own.statistic).toBeCloseTo(ks.statistic, 12);
    expect(own.pValue).toBeCloseTo(ks.pValue, 9);
    expect(own.pValue).toBeCloseTo(evidently.ks, 9);
    const distance = wassersteinDistance(a, b);
    expect(distance).toBeCloseTo(wasserstein, 9);
    const centre = a.reduce((sum, value) => sum + value / a.length, 0);
    const sd = Math.sqrt(a.reduce((sum, value) => sum + (value - centre) ** 2 / a.length, 0));
    expect(distance / Math.max(sd, 0.001)).toBeCloseTo(evidently.wassersteinPerSd, 9);
    // Evidently bins numbers of more than 20 reference values, by Sturges, and compares values otherwise.
    const values = distinct(reference, current);
    const counts = (of: number[]) => values.map((value) => of.filter((other) => other === value).length);
    const bins =
      new Set(reference).size > 20 ? sharedHistogram(a, b) : { reference: counts(reference), current: counts(current) };
    expect(jensenShannonDistance(bins.reference, bins.current)).toBeCloseTo(evidently.jensenShannon, 9);
    expect(populationStabilityIndex(bins.reference, bins.current)).toBeCloseTo(evidently.psi, 9);
  });

  it.each(fixtures.counts)(
    'categories: $name',
    ({ reference, current, chiSquared, cramersV, jensenShannon, evidently }) => {
      const own = chiSquaredTwoSample(reference, current);
      expect(own.statistic).toBeCloseTo(chiSquared.statistic, 9);
      expect(own.pValue).toBeCloseTo(chiSquared.pValue, 9);
      const tie = chiSquaredIndependence([...reference, ...current], 2, reference.length);
      expect(tie.pValue).toBeCloseTo(chiSquared.pValue, 9);
      expect(tie.cramersV).toBeCloseTo(cramersV, 9);
      expect(jensenShannonDistance(reference, current)).toBeCloseTo(jensenShannon, 9);
      expect(jensenShannonDistance(reference, current)).toBeCloseTo(evidently.jensenShannon, 9);
      expect(populationStabilityIndex(reference, current)).toBeCloseTo(evidently.psi, 9);
      if (evidently.z === null) return;
      const side = ([positives, others]: number[]) => ({ positives: positives!, rows: positives! + others! });
      expect(proportionsZTest(side(reference), side(current)).pValue).toBeCloseTo(evidently.z, 9);
    },
  );

  it.each(fixtures.chiSquaredSurvival)('chi-squared above $x, $freedom degrees', ({ x, freedom, p }) => {
    expect(upperIncompleteGamma(freedom / 2, x / 2)).toBeCloseTo(p, 11);
  });
});

describe('two-sample tests by hand', () => {
  it('KS of {1} and {2}: both orders of two points leave a gap of 1', () => {
    expect(kolmogorovSmirnov(sorted([1]), sorted([2]))).toEqual({ statistic: 1, pValue: 1 });
  });

  it('KS of two below two: 2 of the 6 orders are apart', () => {
    const { statistic, pValue } = kolmogorovSmirnov(sorted([1, 2]), sorted([3, 4]));
    expect(statistic).toBe(1);
    expect(pValue).toBeCloseTo(1 / 3, 12);
  });

  it('Wasserstein moves all the mass by 2', () => {
    expect(wassersteinDistance(sorted([0, 1]), sorted([2, 3]))).toBe(2);
  });

  it('the largest Jensen-Shannon distance is the root of ln 2', () => {
    expect(jensenShannonDistance([5, 0], [0, 9])).toBeCloseTo(Math.sqrt(Math.log(2)), 15);
  });

  it('empty samples say nothing', () => {
    expect(kolmogorovSmirnov(sorted([]), sorted([1]))).toEqual({ statistic: 0, pValue: 1 });
    expect(wassersteinDistance(sorted([]), sorted([1]))).toBeNaN();
    expect(chiSquaredTwoSample([], [])).toEqual({ statistic: 0, pValue: 1 });
    expect(proportionsZTest({ positives: 0, rows: 0 }, { positives: 1, rows: 2 })).toEqual({ statistic: 0, pValue: 1 });
  });

  it('is symmetric, in range, and 0 for equal samples', () => {
    const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const [a, b] = [sorted(first), sorted(second)];
        const [there, back] = [kolmogorovSmirnov(a, b), kolmogorovSmirnov(b, a)];
        expect(there.pValue).toBeCloseTo(back.pValue, 12);
        expect(there.pValue).toBeGreaterThanOrEqual(0);
        expect(there.pValue).toBeLessThanOrEqual(1);
        expect(kolmogorovSmirnov(a, a)).toEqual({ statistic: 0, pValue: 1 });
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 12);
        expect(wassersteinDistance(a, a)).toBe(0);
      }),
    );
  });
});
