import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Random } from '@antidote/tabular';
import { bcaInterval, bootstrapInterval, percentileInterval } from './bootstrap-interval.js';
import { normalDistribution } from './normal-distribution.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/calibration.json', import.meta.url), 'utf8')) as {
  bootstrap: {
    value: number;
    draws: number[];
    jackknife: number[];
    confidence: number;
    percentile: [number, number];
    bca: [number, number];
  }[];
  normal: [x: number, probability: number][];
};
const refusal = (code: string) => expect.objectContaining({ code });
const accuracyOf = (hits: ArrayLike<number>) => (rows: Uint32Array) =>
  rows.reduce((sum, row) => sum + hits[row]!, 0) / rows.length;

describe('bootstrapInterval', () => {
  it.each(fixture.bootstrap.map((one, i) => [i, one] as const))('agrees with scipy on its draws, case %i', (_, one) => {
    const draws = Float64Array.from(one.draws);
    const percentile = percentileInterval(draws, one.confidence);
    const bca = bcaInterval(draws, one.value, Float64Array.from(one.jackknife), one.confidence);
    expect(percentile.low).toBeCloseTo(one.percentile[0], 9);
    expect(percentile.high).toBeCloseTo(one.percentile[1], 9);
    expect(bca.low).toBeCloseTo(one.bca[0], 9);
    expect(bca.high).toBeCloseTo(one.bca[1], 9);
  });

  it('is about the normal interval of an accuracy, by both methods, and repeats for a seed', () => {
    const hits = Uint8Array.from({ length: 400 }, (_, row) => (row % 5 === 0 ? 0 : 1));
    for (const method of ['percentile', 'bca'] as const) {
      const interval = bootstrapInterval(400, accuracyOf(hits), { seed: 3, method });
      expect(interval.value).toBeCloseTo(0.8, 12);
      expect(interval.low).toBeCloseTo(0.8 - 1.96 * 0.02, 2);
      expect(interval.high).toBeCloseTo(0.8 + 1.96 * 0.02, 2);
      const fine = accuracyOf(Float64Array.from({ length: 400 }, (_, row) => Math.sqrt(row)));
      const first = bootstrapInterval(400, fine, { seed: 3, method });
      expect(bootstrapInterval(400, fine, { seed: 3, method })).toEqual(first);
      expect(bootstrapInterval(400, fine, { seed: 4, method })).not.toEqual(first);
    }
  });

  /* A sound 90 % interval holds the truth in about 90 of 100 samples; the seeds are fixed. */
  it('covers the true mean as often as it says', () => {
    let covered = 0;
    for (let sample = 0; sample < 100; sample++) {
      const random = new Random(sample, 77);
      const hits = Uint8Array.from({ length: 60 }, () => (random.uniform() < 0.7 ? 1 : 0));
      const { low, high } = bootstrapInterval(60, accuracyOf(hits), { seed: sample, resamples: 400, confidence: 0.9 });
      if (low <= 0.7 && 0.7 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(82);
    expect(covered).toBeLessThanOrEqual(97);
  });

  it('is one point for a constant metric', () => {
    for (const method of ['percentile', 'bca'] as const) {
      expect(bootstrapInterval(5, () => 1, { seed: 1, method })).toEqual({ value: 1, low: 1, high: 1 });
    }
  });

  it('leaves undefined draws out and refuses a metric that is mostly undefined', () => {
    const needsRow0 = (rows: Uint32Array) => (rows.includes(0) ? 0.5 : NaN);
    expect(bootstrapInterval(10, needsRow0, { seed: 1 })).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(() => bootstrapInterval(10, () => NaN, { seed: 1 })).toThrow(refusal('too_few_rows'));
    expect(() => bootstrapInterval(1, () => 1, { seed: 1 })).toThrow(refusal('too_few_rows'));
    expect(() => bootstrapInterval(9, () => 1, { seed: 1, resamples: 5 })).toThrow(refusal('parameter_out_of_range'));
    expect(() => bootstrapInterval(9, () => 1, { seed: 1, confidence: 1 })).toThrow(refusal('parameter_out_of_range'));
  });
});

describe('normalDistribution', () => {
  it.each(fixture.normal)('agrees with scipy at %d', (x, probability) => {
    expect(Math.abs(normalDistribution(x) - probability)).toBeLessThan(1e-15);
  });
});
