import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fold } from './fold.js';
import { groupedFolds, groupedSplit } from './grouped-folds.js';
import { classCounts } from './labels.js';
import { Random } from './random.js';
import { stratifiedFolds } from './stratified-folds.js';
import { stratifiedGroupedFolds } from './stratified-grouped-folds.js';
import { timeOrderedFolds, timeOrderedSplit } from './time-ordered-folds.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/folds.json', import.meta.url), 'utf8')) as {
  stratified: { counts: number[]; nSplits: number; test: number[][] }[];
  grouped: { sizes: number[]; nSplits: number; test: number[] }[];
  stratifiedGrouped: { codes: number[]; groups: number[]; classCount: number; nSplits: number; test: number[][] }[];
  timeOrdered: { rows: number; nSplits: number; options: object; folds: { train: number[]; test: number[] }[] }[];
};
const repeated = (counts: number[]) => counts.flatMap((count, code) => new Array<number>(count).fill(code));
const refusal = (code: string) => expect.objectContaining({ code });
const plain = (folds: Fold[]) => folds.map(({ train, test }) => ({ train: [...train], test: [...test] }));

/** Each row of `rows` is tested once and else trained on. */
function expectPartition(folds: Fold[], rows: number[]): void {
  expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(rows);
  for (const { train, test } of folds) {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(rows);
    for (const part of [train, test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
  }
}

describe('stratifiedFolds', () => {
  it('gives each of two folds one row of each class out of two', () => {
    for (const { test } of stratifiedFolds(Int32Array.of(0, 0, 1, 1), 2, 2, new Random(1))) {
      expect(test).toHaveLength(2);
      expect([...test].filter((row) => row < 2)).toHaveLength(1);
    }
  });

  it.each(fixture.stratified)('has scikit-learn’s class counts, $counts in $nSplits', ({ counts, nSplits, test }) => {
    const codes = Int32Array.from(repeated(counts));
    const folds = stratifiedFolds(codes, counts.length, nSplits, new Random(3));
    expect(
      folds.map((fold) => [
        ...classCounts(
          Int32Array.from(fold.test, (row) => codes[row]!),
          counts.length,
        ),
      ]),
    ).toEqual(test);
  });

  it('lets a class of one row be tested once, by a model that has not seen it', () => {
    const folds = stratifiedFolds(Int32Array.of(0, 0, 0, 0, 0, 1), 2, 3, new Random(2));
    expect(folds.filter(({ test }) => test.includes(5))).toHaveLength(1);
    expect(folds.filter(({ train }) => train.includes(5))).toHaveLength(2);
  });

  it('parts the labelled rows into folds that differ by one row, and repeats for a seed', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 5, maxLength: 50 }),
      fc.integer({ min: 2, max: 6 }),
      fc.nat(),
      (values, nSplits, seed) => {
        const codes = Int32Array.from([...values, 0, 1, 2, 3, 0, 1]);
        const folds = stratifiedFolds(codes, 4, nSplits, new Random(seed));
        expectPartition(
          folds,
          [...codes.keys()].filter((row) => codes[row]! >= 0),
        );
        const sizes = folds.map(({ test }) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(stratifiedFolds(codes, 4, nSplits, new Random(seed))).toEqual(folds);
      },
    );
    fc.assert(property);
  });

  it('refuses fewer labelled rows than folds and fewer than two folds', () => {
    const codes = Int32Array.of(0, 1, -1, -1);
    expect(() => stratifiedFolds(codes, 2, 3, new Random(1))).toThrow(/2 labelled rows make no 3 folds/);
    expect(() => stratifiedFolds(codes, 2, 3, new Random(1))).toThrow(refusal('too_few_rows'));
    for (const nSplits of [1, 2.5, NaN]) {
      expect(() => stratifiedFolds(codes, 2, nSplits, new Random(1))).toThrow(refusal('parameter_out_of_range'));
    }
  });
});

describe('groupedFolds', () => {
  it('puts the largest group alone against the two others', () => {
    const folds = groupedFolds([7, 7, 7, 2, 2, 5], 2, new Random(1));
    expect(plain(folds).map(({ test }) => test)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it.each(fixture.grouped)('has scikit-learn’s sizes, $sizes in $nSplits', ({ sizes, nSplits, test }) => {
    const folds = groupedFolds(repeated(sizes), nSplits, new Random(5));
    expect(folds.map((fold) => fold.test.length).sort((a, b) => b - a)).toEqual(test);
  });

  it('never parts a group, whichever way groups are kept', () => {
    const property = fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 2 })), {
        minLength: 8,
        maxLength: 60,
      }),
      fc.nat(),
      (rows, seed) => {
        const groups = [0, 1, 2, 3, ...rows.map(([group]) => group)];
        const codes = Int32Array.from([0, 1, 2, 0, ...rows.map(([, code]) => code)]);
        const whole = ({ train, test }: Fold) => {
          const tested = new Set([...test].map((row) => groups[row]));
          expect([...train].some((row) => tested.has(groups[row]))).toBe(false);
        };
        for (const folds of [
          groupedFolds(groups, 3, new Random(seed)),
          stratifiedGroupedFolds(codes, 3, groups, 3, new Random(seed)),
        ]) {
          folds.forEach(whole);
          expectPartition(folds, [...groups.keys()]);
        }
        const split = groupedSplit(groups, 0.3, new Random(seed));
        whole(split);
        expect(split.train.length + split.test.length).toBe(groups.length);
        expect(new Set([...split.test].map((row) => groups[row])).size).toBe(Math.ceil(new Set(groups).size * 0.3));
      },
    );
    fc.assert(property);
  });

  it('refuses a row without a group, fewer groups than folds and a hold-out of all groups', () => {
    expect(() => groupedFolds([0, -1], 2, new Random(1))).toThrow(refusal('invalid_argument'));
    expect(() => groupedFolds([4, 4, 4], 2, new Random(1))).toThrow(/1 groups make no 2 folds/);
    expect(() => groupedSplit([4, 4, 4], 0.5, new Random(1))).toThrow(refusal('too_few_rows'));
    expect(() => groupedSplit([1, 2], 1, new Random(1))).toThrow(refusal('parameter_out_of_range'));
  });
});

describe('stratifiedGroupedFolds', () => {
  it.each(fixture.stratifiedGrouped)(
    'has scikit-learn’s test rows, $classCount classes in $nSplits',
    ({ codes, groups, classCount, nSplits, test }) => {
      const folds = stratifiedGroupedFolds(Int32Array.from(codes), classCount, groups, nSplits);
      expect(plain(folds).map((fold) => fold.test)).toEqual(test);
    },
  );

  it('leaves rows without a label out', () => {
    const folds = stratifiedGroupedFolds(Int32Array.of(0, 1, -1, 0, 1), 2, [0, 0, 1, 2, 2], 2);
    expectPartition(folds, [0, 1, 3, 4]);
    expect(() => stratifiedGroupedFolds(Int32Array.of(0, 1), 2, [0], 2)).toThrow(refusal('shape_mismatch'));
  });
});

describe('timeOrderedFolds', () => {
  it.each(fixture.timeOrdered)('is scikit-learn’s TimeSeriesSplit, $rows rows in $nSplits', (one) => {
    const times = Array.from({ length: one.rows }, (_, row) => row);
    expect(plain(timeOrderedFolds(times, one.nSplits, one.options))).toEqual(one.folds);
  });

  it('goes by time, not by row, and trains on strictly earlier rows only', () => {
    const times = [30, 10, 20, 20, 40, 20];
    expect(plain([timeOrderedSplit(times, 0.4)])).toEqual([{ train: [1], test: [0, 4, 5] }]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 10, maxLength: 40 }), (later) => {
        const all = [-1, ...later];
        let folds: Fold[] = [];
        try {
          folds = timeOrderedFolds(all, 3);
        } catch (error) {
          expect(error).toMatchObject({ code: 'too_few_rows' });
        }
        for (const { train, test } of folds) {
          expect(Math.max(...[...train].map((row) => all[row]!))).toBeLessThan(
            Math.min(...[...test].map((row) => all[row]!)),
          );
        }
      }),
    );
  });

  it('refuses what leaves nothing to train on, and times that are none', () => {
    expect(() => timeOrderedFolds([1, 2, 3], 3)).toThrow(refusal('too_few_rows'));
    expect(() => timeOrderedFolds([1, 2, 3, 4], 2, { gap: 2 })).toThrow(refusal('too_few_rows'));
    expect(() => timeOrderedSplit([5, 5, 5], 0.3)).toThrow(refusal('too_few_rows'));
    expect(() => timeOrderedFolds([1, NaN, 3], 2)).toThrow(refusal('parameter_out_of_range'));
    expect(() => timeOrderedFolds([1, 2, 3], 2, { testSize: 0 })).toThrow(refusal('parameter_out_of_range'));
    expect(() => timeOrderedSplit([1, 2], 0)).toThrow(refusal('parameter_out_of_range'));
  });
});
