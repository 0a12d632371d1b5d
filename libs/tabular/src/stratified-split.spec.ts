import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classCounts } from './labels.js';
import { Random } from './random.js';
import { stratifiedSplit } from './stratified-split.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/splits.json', import.meta.url), 'utf8')) as {
  splits: { counts: number[]; testShare: number; test: number[] }[];
};
const labels = (counts: number[]) =>
  Int32Array.from(counts.flatMap((count, code) => new Array<number>(count).fill(code)));
const testCounts = (counts: number[], share: number, seed = 1) => {
  const codes = labels(counts);
  const { test } = stratifiedSplit(codes, counts.length, share, new Random(seed));
  return [
    ...classCounts(
      codes.filter((_, position) => test.includes(position)),
      counts.length,
    ),
  ];
};

describe('stratifiedSplit', () => {
  it('holds 15 of each 50 out of iris', () => {
    expect(testCounts([50, 50, 50], 0.3)).toEqual([15, 15, 15]);
  });

  it.each(fixture.splits)('takes scikit-learn’s shares of $counts at $testShare', ({ counts, testShare, test }) => {
    expect(testCounts(counts, testShare)).toEqual(test);
  });

  it('leaves a class with one row in training and rows without a label in neither', () => {
    const codes = Int32Array.of(0, 0, 0, 0, 1, -1);
    const { train, test } = stratifiedSplit(codes, 2, 0.4, new Random(5));
    expect(train).toContain(4);
    expect(test).toHaveLength(2);
    expect([...train, ...test].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses a share outside (0, 1) and labels without two rows of a class', () => {
    for (const share of [0, 1, NaN]) {
      expect(() => stratifiedSplit(labels([5, 5]), 2, share, new Random(1))).toThrow(
        expect.objectContaining({ code: 'parameter_out_of_range' }),
      );
    }
    expect(() => stratifiedSplit(labels([1, 1]), 2, 0.5, new Random(1))).toThrow(
      expect.objectContaining({ code: 'too_few_rows' }),
    );
  });

  it('parts the labelled rows, keeps a row of each class in training, and repeats for a seed', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 8, maxLength: 60 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.nat(),
      (values, share, seed) => {
        const codes = Int32Array.from([0, 0, ...values]);
        const { train, test } = stratifiedSplit(codes, 4, share, new Random(seed));
        const labelled = [...codes.keys()].filter((position) => codes[position]! >= 0);
        expect([...train, ...test].sort((a, b) => a - b)).toEqual(labelled);
        expect([...train]).toEqual([...train].sort((a, b) => a - b));
        expect(test.length).toBeLessThanOrEqual(Math.ceil(labelled.length * share));
        const counts = classCounts(codes, 4);
        const kept = classCounts(
          codes.filter((_, position) => train.includes(position)),
          4,
        );
        counts.forEach((count, code) => expect(kept[code]! > 0).toBe(count > 0));
        expect(stratifiedSplit(codes, 4, share, new Random(seed))).toEqual({ train, test });
      },
    );
    fc.assert(property);
  });
});
