import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meanInterval, pairedDifference } from './mean-interval.js';
import { mean, sampleSd } from './mean.js';
import { normalQuantile } from './normal-quantile.js';
import { studentTQuantile } from './student-t-quantile.js';
import { wilsonInterval } from './wilson-interval.js';

interface Fixture {
  normal: { p: number; quantile: number }[];
  studentT: { p: number; df: number; quantile: number }[];
  means: { values: number[]; confidence: number; mean: number; sd: number; low: number; high: number }[];
  wilson: { successes: number; n: number; confidence: number; low: number; high: number }[];
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/scipy.json', import.meta.url), 'utf8')) as Fixture;

/** The largest difference relative to the reference, absolute below 1e-6. */
const gap = (ours: number, reference: number) => Math.abs(ours - reference) / Math.max(Math.abs(reference), 1e-6);

describe('quantiles', () => {
  it('knows the figures of the printed tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(studentTQuantile(0.975, 9)).toBeCloseTo(2.2621571628, 9);
    expect(studentTQuantile(0.975, 1)).toBeCloseTo(12.7062047362, 9);
  });

  it('agree with scipy', () => {
    for (const { p, quantile } of fixture.normal) expect(gap(normalQuantile(p), quantile)).toBeLessThan(1e-12);
    const worst = Math.max(...fixture.studentT.map(({ p, df, quantile }) => gap(studentTQuantile(p, df), quantile)));
    expect(worst).toBeLessThan(1e-9);
  });

  it('of t are odd, rise with p and come near the normal', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.501, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (p, df) => {
        const t = studentTQuantile(p, df);
        expect(gap(-studentTQuantile(1 - p, df), t)).toBeLessThan(1e-9);
        expect(studentTQuantile(p + 0.0005, df)).toBeGreaterThan(t);
        expect(t).toBeGreaterThan(normalQuantile(p));
      }),
    );
    expect(studentTQuantile(0.975, 1e12)).toBeCloseTo(normalQuantile(0.975), 9);
  });

  it.each([0, 1, -1, NaN])('refuse the probability %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
    expect(() => studentTQuantile(p, 3)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
  });
});

describe('meanInterval', () => {
  /* 1, 2, 3: mean 2, sd 1, t(0.975, 2) = 4.30265, half width 4.30265 / sqrt(3) = 2.48414. */
  it('is right on three values worked by hand', () => {
    const { value, low, high } = meanInterval([1, 2, 3]);
    expect(value).toBe(2);
    expect(low).toBeCloseTo(2 - 2.4841377, 6);
    expect(high).toBeCloseTo(2 + 2.4841377, 6);
  });

  it('agrees with scipy', () => {
    for (const { values, confidence, ...reference } of fixture.means) {
      const { value, low, high } = meanInterval(values, confidence);
      expect(gap(value, reference.mean)).toBeLessThan(1e-12);
      expect(gap(sampleSd(values), reference.sd)).toBeLessThan(1e-12);
      expect(gap(low, reference.low)).toBeLessThan(1e-9);
      expect(gap(high, reference.high)).toBeLessThan(1e-9);
    }
  });

  it('is unbounded for one value and degenerate for equal ones', () => {
    expect(meanInterval([0.9])).toEqual({ value: 0.9, low: -Infinity, high: Infinity });
    expect(meanInterval(new Array<number>(10).fill(0.1))).toEqual({ value: 0.1, low: 0.1, high: 0.1 });
    expect(() => mean([])).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
  });
});

describe('pairedDifference', () => {
  it('uses the spread of the differences, not of the values', () => {
    const { value, low, high } = pairedDifference([0.5, 0.75, 1], [0.25, 0.5, 0.75]);
    expect([value, low, high]).toEqual([0.25, 0.25, 0.25]);
    expect(() => pairedDifference([1], [1, 2])).toThrow(expect.objectContaining({ code: 'shape_mismatch' }));
  });
});

describe('wilsonInterval', () => {
  it('agrees with scipy', () => {
    for (const { successes, n, confidence, low, high } of fixture.wilson) {
      const ours = wilsonInterval(successes, n, confidence);
      expect(Math.abs(ours[0] - low)).toBeLessThan(1e-12);
      expect(Math.abs(ours[1] - high)).toBeLessThan(1e-12);
    }
  });

  it('holds the share and stays in [0, 1]', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const successes = Math.round(n * share);
        const [low, high] = wilsonInterval(successes, n);
        expect(0 <= low && low <= successes / n && successes / n <= high && high <= 1).toBe(true);
      }),
    );
  });

  it('refuses what is no share', () => {
    for (const [successes, n] of [
      [1, 0],
      [-1, 5],
      [6, 5],
      [NaN, 5],
    ] as const) {
      expect(() => wilsonInterval(successes, n)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
    }
  });
});
