import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classificationMetrics } from './classification-metrics.js';
import { confusionMatrix } from './confusion-matrix.js';

interface Case {
  truth: number[];
  predicted: number[];
  classCount: number;
  confusion: number[];
  metrics: ReturnType<typeof classificationMetrics>;
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/scikit-learn.json', import.meta.url), 'utf8')) as {
  metrics: Case[];
};
const codes = (values: number[]) => Int32Array.from(values);

describe('classificationMetrics', () => {
  /*
   * Truth a a b b, predicted a b b b: a has precision 1/1 and recall 1/2, b has 2/3 and 2/2.
   * F1 is 2/3 for a and 4/5 for b.
   */
  it('is right on four rows worked by hand', () => {
    const metrics = classificationMetrics(codes([0, 0, 1, 1]), codes([0, 1, 1, 1]), 2);
    expect(metrics.accuracy).toBe(0.75);
    expect(metrics.balancedAccuracy).toBe(0.75);
    expect(metrics.precision).toBeCloseTo((1 + 2 / 3) / 2, 15);
    expect(metrics.recall).toBe(0.75);
    expect(metrics.f1).toBeCloseTo((2 / 3 + 4 / 5) / 2, 15);
  });

  it.each(fixture.metrics.map((example, index) => [index, example] as const))(
    'agrees with scikit-learn, case %i',
    (_, { truth, predicted, classCount, confusion, metrics }) => {
      expect([...confusionMatrix(codes(truth), codes(predicted), classCount)]).toEqual(confusion);
      const ours = classificationMetrics(codes(truth), codes(predicted), classCount);
      for (const [name, value] of Object.entries(metrics))
        expect(ours[name as keyof typeof ours]).toBeCloseTo(value, 12);
    },
  );

  it('leaves rows without a label out', () => {
    expect(classificationMetrics(codes([0, -1, 1]), codes([0, 0, 0]), 2)).toEqual(
      classificationMetrics(codes([0, 1]), codes([0, 0]), 2),
    );
  });

  it('refuses unequal lengths, codes out of range and no labelled row', () => {
    expect(() => classificationMetrics(codes([0]), codes([0, 1]), 2)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect(() => classificationMetrics(codes([2]), codes([0]), 2)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect(() => classificationMetrics(codes([-1]), codes([0]), 2)).toThrow(
      expect.objectContaining({ code: 'too_few_rows' }),
    );
  });

  it('lies in range and is 1 for perfect predictions, but Matthews’ correlation 0 of a single class', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1 }), (pairs) => {
        const truth = codes(pairs.map(([given]) => given));
        const predicted = codes(pairs.map(([, said]) => said));
        const { mcc, ...shares } = classificationMetrics(truth, predicted, 5);
        expect(Math.abs(mcc)).toBeLessThanOrEqual(1 + 1e-12);
        for (const value of Object.values(shares)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        const perfect = classificationMetrics(truth, truth, 5);
        expect(perfect.mcc).toBeCloseTo(new Set(truth).size > 1 ? 1 : 0, 12);
        expect(new Set(Object.values({ ...perfect, mcc: 1 }))).toEqual(new Set([1]));
      }),
    );
  });
});
