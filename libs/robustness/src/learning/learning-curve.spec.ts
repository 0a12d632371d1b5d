import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random, type Table } from '@antidote/tabular';
import { learningCurve } from './learning-curve.js';
import { quantityForQuality } from './quantity-for-quality.js';
import { recoveryOf, recoverySentence, type MeasuredNoise } from './recovery.js';

describe('quantity for quality', () => {
  it('is the table of the formula, worked by hand', () => {
    const factors = (classes: number) => [5, 10, 50].map((noise) => quantityForQuality(classes, noise).factor);
    expect(factors(3).map((factor) => factor!.toFixed(2))).toEqual(['1.17', '1.38', '16.00']);
    expect(factors(10).map((factor) => factor!.toFixed(2))).toEqual(['1.12', '1.27', '5.06']);
    expect(factors(2).map((factor) => factor?.toFixed(2))).toEqual(['1.23', '1.56', undefined]);
    expect(quantityForQuality(2, 0)).toEqual({ classes: 2, noise: 0, signal: 1, factor: 1 });
  });

  it('grows with noise and falls with classes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 0, max: 40 }), (classes, noise) => {
        const factor = quantityForQuality(classes, noise).factor!;
        expect(factor).toBeGreaterThanOrEqual(1);
        expect(quantityForQuality(classes, noise + 1).factor!).toBeGreaterThan(factor);
        expect(quantityForQuality(classes + 1, noise).factor!).toBeLessThanOrEqual(factor);
      }),
    );
  });

  it('refuses a single class and noise beyond all labels', () => {
    expect(() => quantityForQuality(1, 5)).toThrow('There are 1 classes');
    expect(() => quantityForQuality(3, 101)).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
  });
});

const shown = (value: number) => ({ points: { value, low: value - 1, high: value + 1 }, shown: true });
const unclear = { points: { value: 0.2, low: -1, high: 1.4 }, shown: false };
const measured = (overrides: Partial<MeasuredNoise> = {}): MeasuredNoise => ({
  model: 'random-forest',
  noise: 10,
  classes: 2,
  sizes: [100, 200, 400],
  clean: [0.8, 0.85, 0.9],
  noisy: 0.85,
  loss: shown(5),
  lastDoubling: shown(3),
  ...overrides,
});

describe('recovery', () => {
  it('reads the clean rows that noisy ones are worth off the clean curve', () => {
    // 400 noisy rows do as well as 200 clean ones: twice the rows, 400 more; 1.49 x 40 wrong labels are 60 reviews.
    const recovery = recoveryOf(measured(), { priceRow: 2, priceReview: 0.5 });
    expect(recovery).toMatchObject({
      outcome: 'more-rows',
      factor: 2,
      moreRows: 400,
      reviews: 60,
      rowsCost: 800,
      reviewsCost: 30,
    });
    expect(recoverySentence(recovery)).toBe(
      'With 10% of the labels wrong the forest loses 5.0 points (95% interval 4.0 to 6.0); it takes 2.00 times the rows (1.56 times by the formula), 400 more, for 800, if that ratio holds on; reviewing 60 labels, most suspect first, wins back about nine tenths, for 30.',
    );
  });

  it('gives a least factor where even the fewest clean rows do better', () => {
    expect(recoveryOf(measured({ noisy: 0.7 }))).toMatchObject({ factor: 4, factorIsLeast: true, rowsCost: null });
  });

  it('says that it does not recover where the noisy curve is flat, and that no loss is shown where none is', () => {
    const flat = recoveryOf(measured({ lastDoubling: unclear, noise: 50 }), { priceRow: 1 });
    expect(flat).toMatchObject({ outcome: 'does-not-recover', factor: null, moreRows: null, rowsCost: null });
    expect(recoverySentence(flat)).toContain('it does not recover');
    expect(recoverySentence(flat)).toContain('by the formula no number of rows does');
    expect(recoveryOf(measured({ loss: unclear })).outcome).toBe('no-loss-shown');
  });
});

function clouds(rowCount: number): Table {
  const random = new Random(2, 77);
  const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features: ['x', 'y'].map((name) => ({
      kind: 'numeric' as const,
      name,
      values: Float64Array.from(codes, (code) => code + random.uniform() * 2),
    })),
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

describe('learning curve', () => {
  const options = { models: ['decision-tree'] as const, noise: [30], seeds: 4, seed: 1 };

  it('measures each size with and without noise, the same for any threads', () => {
    const report = learningCurve(clouds(300), options);
    expect(report.sizes).toEqual([13, 26, 53, 105, 210]);
    expect(report.points.map(({ noise, rows }) => `${noise} ${rows}`)).toHaveLength(10);
    expect(report).toMatchObject({ trainRows: 210, testRows: 90, labelsUsed: 'as-given', classes: 2 });
    const at = (noise: number) => report.points.find((point) => point.noise === noise && point.rows === 210)!.mean;
    expect(at(0)).toBeGreaterThan(at(30));
    expect(report.sentences).toHaveLength(1);
    expect(learningCurve(clouds(300), { ...options, threads: 2 })).toEqual(report);
  });

  it('refuses too few rows to halve', () => {
    expect(() => learningCurve(clouds(24), options)).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
  });
});
