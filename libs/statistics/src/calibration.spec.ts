import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrate, fitCalibration, type CalibrationMethod } from './calibration.js';
import { fitIsotonic, isotonicValues } from './isotonic-regression.js';
import { fitPlatt, plattValues } from './platt-scaling.js';

interface Scored {
  scores: number[];
  outcomes: number[];
  weights: number[] | null;
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/calibration.json', import.meta.url), 'utf8')) as {
  platt: (Scored & { scikitLearn: [number, number]; optimum: [number, number] })[];
  isotonic: (Scored & { x: number[]; y: number[]; asked: number[]; values: number[] })[];
  calibrated: {
    truth: number[];
    probabilities: number[];
    classCount: number;
    method: CalibrationMethod;
    asked: number[];
    values: number[];
  }[];
};
const refusal = (code: string) => expect.objectContaining({ code });
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
const rows = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 40,
});

describe('isotonic regression', () => {
  /* The outcomes 0 1 0 1 at 1 2 3 4: the middle two fall, and are pooled to 1/2. */
  it('pools what falls', () => {
    const curve = fitIsotonic([4, 2, 3, 1], [1, 1, 0, 0]);
    expect([...curve.x]).toEqual([1, 2, 3, 4]);
    expect([...curve.y]).toEqual([0, 0.5, 0.5, 1]);
    expect([...isotonicValues(curve, [0, 1.5, 2.5, 9])]).toEqual([0, 0.25, 0.5, 1]);
  });

  it.each(fixture.isotonic.map((one, i) => [i, one] as const))('agrees with scikit-learn, case %i', (_, one) => {
    const curve = fitIsotonic(one.scores, one.outcomes, one.weights ?? undefined);
    expect(curve.x).toHaveLength(one.x.length);
    expect(distance(curve.x, one.x)).toBeLessThan(1e-9);
    expect(distance(curve.y, one.y)).toBeLessThan(1e-9);
    expect(distance(isotonicValues(curve, one.asked), one.values)).toBeLessThan(1e-9);
  });

  it('never falls, keeps the mean, ignores row order, and takes a weight for repetition', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        (pairs, weights) => {
          const scores = pairs.map(([score]) => score);
          const outcomes = pairs.map(([, outcome]) => outcome);
          const values = isotonicValues(fitIsotonic(scores, outcomes), scores);
          const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
          order.forEach((row, i) => expect(i === 0 || values[row]! >= values[order[i - 1]!]! - 1e-12).toBe(true));
          const sum = (array: ArrayLike<number>) => Array.from(array).reduce((total, value) => total + value, 0);
          expect(sum(values)).toBeCloseTo(sum(outcomes), 9);
          const reversed = fitIsotonic(scores.toReversed(), outcomes.toReversed());
          expect(distance(isotonicValues(reversed, scores), values)).toBeLessThan(1e-12);

          weights[0] = 1;
          const repeat = (array: number[]) =>
            array.flatMap((value, row) => new Array<number>(weights[row]!).fill(value));
          const weighted = fitIsotonic(scores, outcomes, weights.slice(0, scores.length));
          const repeated = fitIsotonic(repeat(scores), repeat(outcomes));
          expect(distance(isotonicValues(weighted, scores), isotonicValues(repeated, scores))).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('refuses values that are not finite, negative weights and no rows', () => {
    expect(() => fitIsotonic([NaN], [1])).toThrow(refusal('parameter_out_of_range'));
    expect(() => fitIsotonic([1], [1], [-1])).toThrow(refusal('parameter_out_of_range'));
    expect(() => fitIsotonic([1], [1, 2])).toThrow(refusal('shape_mismatch'));
    expect(() => fitIsotonic([], [])).toThrow(refusal('too_few_rows'));
    expect(() => fitIsotonic([1], [1], [0])).toThrow(refusal('too_few_rows'));
  });
});

describe('Platt scaling', () => {
  it.each(fixture.platt.map((one, i) => [i, one] as const))('reaches scikit-learn’s optimum, case %i', (_, one) => {
    const { slope, intercept } = fitPlatt(one.scores, one.outcomes, one.weights ?? undefined);
    const ours = [slope, intercept];
    expect(distance(ours, one.optimum)).toBeLessThan(1e-9 * Math.max(1, ...one.optimum.map(Math.abs)));
    // scikit-learn stops at a gradient of 1e-6.
    expect(distance(ours, one.scikitLearn)).toBeLessThan(1e-3 * Math.max(1, ...one.scikitLearn.map(Math.abs)));
  });

  it('stays finite on separable scores and gives equal scores the smoothed share', () => {
    const separable = plattValues(fitPlatt([0, 1, 2, 3], [0, 0, 1, 1]), [0, 1, 2, 3]);
    expect([...separable].every((p) => p > 0 && p < 1)).toBe(true);
    for (const score of [0, 1, -7]) {
      const equal = fitPlatt([score, score, score], [0, 1, 1]);
      expect(equal.slope).toBe(0);
      // Targets 1/3, 3/4 and 3/4.
      expect(plattValues(equal, [score])[0]).toBeCloseTo((1 / 3 + 1.5) / 3, 12);
    }
  });

  it('has a zero gradient wherever it ends', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const scores = pairs.map(([score]) => score);
        const outcomes = pairs.map(([, outcome]) => outcome);
        const positives = outcomes.filter((outcome) => outcome === 1).length;
        const targets = [1 / (outcomes.length - positives + 2), (positives + 1) / (positives + 2)];
        const values = plattValues(fitPlatt(scores, outcomes), scores);
        let gradient = 0;
        values.forEach((p, row) => (gradient += targets[outcomes[row]!]! - p));
        expect(Math.abs(gradient)).toBeLessThan(1e-9);
      }),
    );
  });

  it('refuses what does not fit', () => {
    expect(() => fitPlatt([1], [])).toThrow(refusal('shape_mismatch'));
    expect(() => fitPlatt([Infinity], [1])).toThrow(refusal('parameter_out_of_range'));
    expect(() => fitPlatt([], [])).toThrow(refusal('too_few_rows'));
  });
});

describe('calibrate', () => {
  it.each(fixture.calibrated)('agrees with scikit-learn, $method on $classCount classes', (one) => {
    const calibration = fitCalibration(Int32Array.from(one.truth), one.probabilities, one.classCount, one.method);
    const values = calibrate(calibration, one.asked);
    expect(distance(values, one.values)).toBeLessThan(one.method === 'isotonic' ? 1e-9 : 1e-5);
  });

  it('gives rows that sum to 1, equal shares where all classes came to 0, and keeps NaN', () => {
    const truth = Int32Array.of(0, 1, 2, 0, 1, 2);
    const probabilities = [0.6, 0.2, 0.2, 0.2, 0.6, 0.2, 0.2, 0.2, 0.6, 0.5, 0.3, 0.2, 0.2, 0.5, 0.3, 0.3, 0.2, 0.5];
    const calibration = fitCalibration(truth, probabilities, 3, 'isotonic');
    expect([...calibrate(calibration, [0.1, 0.1, 0.1])]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect([...calibrate(calibration, [NaN, NaN, NaN])]).toEqual([NaN, NaN, NaN]);
    expect(() => calibrate(calibration, [0.5])).toThrow(refusal('shape_mismatch'));
    expect(() => fitCalibration(truth, probabilities, 1, 'platt')).toThrow(refusal('single_class'));
  });
});
