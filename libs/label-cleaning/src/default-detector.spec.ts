import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random, selectRows, type FeatureColumn, type Table } from '@antidote/tabular';
import { findLabelIssues } from './find-label-issues.js';

/** Three overlapping groups in two numbers and a category; some rows alike, some labels wrong, some values missing. */
function table(seed: number, rows = 48): Table {
  const random = new Random(seed);
  const truth = Int32Array.from({ length: rows }, (_, row) => (row % 4 === 3 ? 0 : row % 4));
  const x = Float64Array.from(truth, (code) => Math.round(8 * (code + random.uniform())));
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(truth.keys()),
    features: [
      { kind: 'numeric', name: 'x', values: x },
      { kind: 'numeric', name: 'y', values: x.map((v) => (random.below(9) === 0 ? NaN : v * random.uniform())) },
      { kind: 'category', name: 'k', categories: ['p', 'q'], codes: truth.map((code) => (code + random.below(2)) % 2) },
    ],
    target: {
      name: 'label',
      classes: ['a', 'b', 'c'],
      codes: truth.map((code) => (random.below(8) === 0 ? random.below(3) : code)),
    },
  };
}
const quality = (of: Table, threads = 1) => findLabelIssues(of, { seed: 3, threads }).quality;
const seeds = fc.integer({ min: 0, max: 1000 });

describe('the default detector', () => {
  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const of = table(seed);
        const order = new Random(seed, 1).shuffle(Uint32Array.from(of.rowIds));
        const [given, shuffled] = [quality(of), quality(selectRows(of, order))];
        expect(shuffled).toEqual(Float64Array.from(order, (row) => given[row]!));
      }),
      { numRuns: 4 },
    );
  });

  it('depends neither on the order of columns nor on that of classes', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const of = table(seed);
        const { target } = of;
        expect(quality({ ...of, features: of.features.slice().reverse() })).toEqual(quality(of));
        const renamed = { ...target, codes: target.codes.map((code) => (code + 1) % 3) };
        const [first, second] = [
          findLabelIssues(of, { seed: 3 }),
          findLabelIssues({ ...of, target: renamed }, { seed: 3 }),
        ];
        expect(second.ranked).toEqual(first.ranked);
        expect(second.flagged).toEqual(first.flagged);
        second.quality.forEach((value, row) => expect(value).toBeCloseTo(first.quality[row]!, 9));
      }),
      { numRuns: 4 },
    );
  });

  it('does not depend on the scale of a number', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const of = table(seed);
        const rescaled = of.features.map((column): FeatureColumn =>
          column.kind === 'numeric' ? { ...column, values: column.values.map((v) => Math.exp(v / 5) - 3) } : column,
        );
        expect(quality({ ...of, features: rescaled })).toEqual(quality(of));
      }),
      { numRuns: 4 },
    );
  });

  it('gives rows that are alike the same quality', () => {
    const of = table(5);
    const twice = selectRows(of, [...of.rowIds, ...of.rowIds]);
    const found = quality(twice);
    expect(found.subarray(0, 48)).toEqual(found.subarray(48));
  });

  it('gives the same bytes for any number of threads', () => {
    const of = table(7, 400);
    expect(quality(of, 2)).toEqual(quality(of));
  });

  it('adds up to the estimated number of wrong labels', () => {
    const { quality: found } = findLabelIssues(table(2, 200), { seed: 1 });
    const wrong = found.reduce((sum, value) => sum + 1 - value, 0);
    expect(wrong).toBeGreaterThan(2);
    expect(wrong).toBeLessThan(70);
  });
});

describe('odd tables', () => {
  const columns = (values: number[]): FeatureColumn[] => [
    { kind: 'numeric', name: 'x', values: Float64Array.from(values) },
  ];
  const of = (codes: number[], classes: string[], features = columns(codes.map((_, i) => i))): Table => ({
    rowCount: codes.length,
    rowIds: Uint32Array.from(codes.keys()),
    features,
    target: { name: 'label', codes: Int32Array.from(codes), classes },
  });

  it('are judged: constant features, all rows alike, a class of one row, a class without rows', () => {
    const labels = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2];
    const constant = findLabelIssues(of(labels, ['a', 'b', 'c', 'd'], columns(labels.map(() => 4))), { seed: 1 });
    expect(constant.quality.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(new Set(constant.quality.filter((_, row) => labels[row] === 0)).size).toBe(1);
    expect(constant.ranked).toHaveLength(12);
  });

  it.each([
    ['single_class', [0, 0, 0, 0], ['a', 'b']],
    ['single_class', [-1, -1], ['a', 'b']],
    ['too_few_rows', [0, 1, 2, 3, 4, 5], ['a', 'b', 'c', 'd', 'e', 'f']],
  ])('are refused with %s', (code, codes, classes) => {
    expect(() => findLabelIssues(of(codes, classes), { seed: 1 })).toThrow(expect.objectContaining({ code }));
  });
});
