import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allMetrics } from './all-metrics.js';
import { averagePrecision, averagePrecisionOverClasses } from './average-precision.js';
import { brierScore } from './brier-score.js';
import { expectedCalibrationError, topLabelReliability } from './calibration-error.js';
import { classMetrics } from './class-metrics.js';
import { logLoss } from './log-loss.js';
import { reliabilityCurve } from './reliability-curve.js';
import { rocAuc, rocAucOverClasses } from './roc-auc.js';

interface BinaryCase {
  truth: number[];
  scores: number[];
  rocAuc: number | null;
  averagePrecision: number;
  logLoss: number;
  brierScore: number;
  curves: { bins: number; strategy: 'uniform' | 'quantile'; observed: number[]; predicted: number[] }[];
}
interface MulticlassCase {
  truth: number[];
  probabilities: number[];
  classCount: number;
  rocAucOvr: number;
  rocAucOvrDirect: number | null;
  rocAucOvo: number | null;
  averagePrecision: number;
  logLoss: number;
  brierScore: number;
  mcc: number;
  precisionWeighted: number;
  recallWeighted: number;
  f1Weighted: number;
  perClass: [precision: number[], recall: number[], f1: number[], support: number[]];
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/probabilities.json', import.meta.url), 'utf8')) as {
  binary: BinaryCase[];
  multiclass: MulticlassCase[];
};
const codes = (values: number[]) => Int32Array.from(values);
const refusal = (code: string) => expect.objectContaining({ code });
const bothColumns = (scores: number[]) => scores.flatMap((p) => [1 - p, p]);
const topClasses = (probabilities: number[], classCount: number) =>
  Int32Array.from({ length: probabilities.length / classCount }, (_, row) => {
    const cells = probabilities.slice(row * classCount, (row + 1) * classCount);
    return cells.indexOf(Math.max(...cells));
  });
/** Close to 1e-9, absolutely. */
const expectNear = (ours: number, theirs: number) => expect(Math.abs(ours - theirs)).toBeLessThan(1e-9);

describe('metrics of probabilities, two classes', () => {
  /*
   * Scores 0.8+ 0.4- 0.35+ 0.1-: of four pairs one positive lies below a negative, so the ROC area is 3/4. Precision is
   * 1 at the first positive and 2/3 at the second, each half of the recall: 1/2 + 1/3.
   */
  it('are right on four rows worked by hand', () => {
    expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
    expect(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBeCloseTo(5 / 6, 15);
    expect(logLoss(codes([0, 1]), [0.5, 0.5, 0.75, 0.25], 2)).toBeCloseTo((Math.LN2 + Math.log(4)) / 2, 15);
    expect(brierScore(codes([0, 1]), [0.5, 0.5, 0.75, 0.25], 2)).toBeCloseTo((0.25 + 0.5625) / 2, 15);
  });

  it.each(fixture.binary.map((one, index) => [index, one] as const))('agree with scikit-learn, case %i', (_, one) => {
    const truth = codes(one.truth);
    const probabilities = bothColumns(one.scores);
    if (one.rocAuc === null) expect(rocAuc(one.truth, one.scores)).toBeNaN();
    else expectNear(rocAuc(one.truth, one.scores), one.rocAuc);
    if (one.rocAuc !== null) expectNear(rocAucOverClasses(truth, probabilities, 2), one.rocAuc);
    expectNear(averagePrecision(one.truth, one.scores), one.averagePrecision);
    expectNear(logLoss(truth, probabilities, 2), one.logLoss);
    expectNear(brierScore(truth, probabilities, 2), one.brierScore);
    for (const { bins, strategy, observed, predicted } of one.curves) {
      const curve = reliabilityCurve(one.truth, one.scores, { bins, strategy });
      expect(curve).toHaveLength(observed.length);
      curve.forEach((bin, i) => {
        expectNear(bin.observed, observed[i]!);
        expectNear(bin.predicted, predicted[i]!);
      });
    }
  });

  it('depend on the order of scores only, and mirror when the classes change places', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 6 })), { minLength: 2 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const truth = [0, 1, ...pairs.map(([side]) => side)];
        const scores = [3, 2, ...pairs.map(([, score]) => score)];
        const area = rocAuc(truth, scores);
        expectNear(
          rocAuc(
            truth,
            scores.map((score) => Math.exp(score)),
          ),
          area,
        );
        expectNear(
          rocAuc(
            truth.map((side) => 1 - side),
            scores,
          ),
          1 - area,
        );
        expectNear(
          averagePrecision(
            truth,
            scores.map((score) => score ** 3),
          ),
          averagePrecision(truth, scores),
        );
      }),
    );
  });
});

describe('metrics of probabilities, several classes', () => {
  it.each(fixture.multiclass.map((one, index) => [index, one] as const))(
    'agree with scikit-learn, case %i',
    (_, one) => {
      const truth = codes(one.truth);
      const { probabilities, classCount } = one;
      expectNear(rocAucOverClasses(truth, probabilities, classCount, 'ovr'), one.rocAucOvr);
      if (one.rocAucOvrDirect !== null) expectNear(one.rocAucOvr, one.rocAucOvrDirect);
      if (one.rocAucOvo !== null) expectNear(rocAucOverClasses(truth, probabilities, classCount, 'ovo'), one.rocAucOvo);
      const predicted = topClasses(probabilities, classCount);
      const all = allMetrics(truth, predicted, probabilities, classCount);
      expectNear(all.rocAuc!, one.rocAucOvr);
      for (const name of [
        'averagePrecision',
        'logLoss',
        'brierScore',
        'mcc',
        'precisionWeighted',
        'recallWeighted',
        'f1Weighted',
      ] as const) {
        expectNear(all[name]!, one[name]);
      }
      classMetrics(truth, predicted, classCount).forEach((metrics, c) => {
        expectNear(metrics.precision, one.perClass[0][c]!);
        expectNear(metrics.recall, one.perClass[1][c]!);
        expectNear(metrics.f1, one.perClass[2][c]!);
        expect(metrics.support).toBe(one.perClass[3][c]);
      });
    },
  );
});

describe('expectedCalibrationError', () => {
  /*
   * Two rows at 0.9, one right: off by 0.4. Two at 0.6, both right: off by 0.4. One bin of all four has the mean
   * confidence 0.75 and the accuracy 0.75.
   */
  it('is right on four rows worked by hand', () => {
    const truth = codes([0, 1, 1, 1]);
    const probabilities = [0.9, 0.1, 0.9, 0.1, 0.4, 0.6, 0.4, 0.6];
    expect(expectedCalibrationError(truth, probabilities, 2)).toBeCloseTo(0.4, 15);
    expect(expectedCalibrationError(truth, probabilities, 2, { bins: 1 })).toBeCloseTo(0, 15);
    expect(expectedCalibrationError(truth, probabilities, 2, { bins: 2, strategy: 'quantile' })).toBeCloseTo(0.4, 15);
    expect(topLabelReliability(truth, probabilities, 2).map(({ count, observed }) => [count, observed])).toEqual([
      [2, 1],
      [2, 0.5],
    ]);
  });

  it('is 0 for certain truth, 1 for certain error, and takes ties for the lower class', () => {
    expect(expectedCalibrationError(codes([0, 1]), [1, 0, 0, 1], 2)).toBe(0);
    expect(expectedCalibrationError(codes([1, 0]), [1, 0, 0, 1], 2)).toBe(1);
    expect(expectedCalibrationError(codes([0, 0]), [0.5, 0.5, 0.5, 0.5], 2)).toBe(0.5);
  });
});

describe('allMetrics', () => {
  it('leaves rows without a label out, whatever is predicted for them', () => {
    const scored = allMetrics(codes([0, 1, 1]), codes([0, 1, 0]), [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], 2);
    const more = allMetrics(codes([0, -1, 1, 1]), codes([0, 0, 1, 0]), [0.9, 0.1, NaN, NaN, 0.2, 0.8, 0.6, 0.4], 2);
    expect(more).toEqual(scored);
  });

  it('leaves areas out where the truth has one class, and all of probabilities where there are none', () => {
    const oneClass = allMetrics(codes([1, 1]), codes([1, 0]), [0.2, 0.8, 0.7, 0.3], 2);
    expect(oneClass).not.toHaveProperty('rocAuc');
    expect(oneClass).not.toHaveProperty('averagePrecision');
    expect(oneClass.brierScore).toBeCloseTo((0.04 + 0.49) / 2, 15);
    expect(Object.values(oneClass).every(Number.isFinite)).toBe(true);
    expect(allMetrics(codes([0, 1]), codes([0, 1]), null, 2)).not.toHaveProperty('logLoss');
  });

  it('refuses what is no probability and what does not fit', () => {
    const score = (probabilities: number[]) => () => allMetrics(codes([0, 1]), codes([0, 1]), probabilities, 2);
    expect(score([0.5, 0.5])).toThrow(refusal('shape_mismatch'));
    expect(score([0.5, 0.5, NaN, 0.5])).toThrow(/Row 1 has the probability NaN for class 0/);
    expect(score([0.5, 0.5, -0.5, 1.5])).toThrow(refusal('parameter_out_of_range'));
    expect(() => rocAuc([0, 1], [1])).toThrow(refusal('shape_mismatch'));
    expect(() => rocAuc([0, 1], [1, NaN])).toThrow(refusal('parameter_out_of_range'));
    expect(() => logLoss(codes([-1]), [0.5, 0.5], 2)).toThrow(refusal('too_few_rows'));
    expect(() => brierScore(codes([2]), [0.5, 0.5], 2)).toThrow(refusal('shape_mismatch'));
    expect(() => reliabilityCurve([1], [0.5], { bins: 0 })).toThrow(refusal('parameter_out_of_range'));
    expect(() => reliabilityCurve([1], [1.5])).toThrow(refusal('parameter_out_of_range'));
    expect(() => reliabilityCurve([], [])).toThrow(refusal('too_few_rows'));
    expect(averagePrecisionOverClasses(codes([1, 1]), [0, 1, 0, 1], 2)).toBeNaN();
    expect(rocAucOverClasses(codes([1, 1]), [0, 1, 0, 0, 1, 0], 3)).toBeNaN();
  });
});
