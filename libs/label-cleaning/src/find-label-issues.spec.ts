import { describe, expect, it } from '@jest/globals';
import { Random, type Table } from '@antidote/tabular';
import { confidentJoint } from './confident-learning/confident-joint.js';
import { explainRow } from './explanation/explain-row.js';
import { findLabelIssues } from './find-label-issues.js';
import { flagByNoiseRate } from './confident-learning/flag-by-noise-rate.js';
import { labelMargins } from './label-margins.js';

const PREDICTED = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.1, 0.9, 0.3, 0.7);
/** The second row bears 0 and looks like 1; the last has no label. */
const GIVEN = Int32Array.of(0, 0, 0, 1, -1);

/** Two clouds far apart, some rows flipped. */
function clouds(flipped: number[], missing: number[] = []): Table {
  const random = new Random(2, 5);
  const truth = Int32Array.from({ length: 80 }, (_, row) => row % 2);
  const column = (name: string) => ({
    kind: 'numeric' as const,
    name,
    values: Float64Array.from(truth, (code) => code * 10 + random.uniform()),
  });
  const codes = truth.map((code, row) => (missing.includes(row) ? -1 : flipped.includes(row) ? 1 - code : code));
  return {
    rowCount: 80,
    rowIds: Uint32Array.from({ length: 80 }, (_, row) => row),
    features: [
      column('x'),
      column('y'),
      { kind: 'category', name: 'k', categories: ['even', 'odd'], codes: truth.map((code) => code) },
    ],
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

describe('margins and flags worked by hand', () => {
  it('has the margin of the other class over the given one', () => {
    const margins = Array.from(labelMargins(PREDICTED, GIVEN, 2), (margin) => Number(margin.toFixed(6)));
    expect(margins).toEqual([-0.8, 0.6, -0.4, -0.8, -1]);
  });

  it('counts rows that reach the mean probability of a class', () => {
    // Thresholds: class 0 (0.9 + 0.2 + 0.7) / 3 = 0.6, class 1 0.9. The second row reaches neither, so the two rows
    // of class 0 that count stand for three.
    expect(Array.from(confidentJoint(PREDICTED, GIVEN, 2))).toEqual([3, 0, 0, 1]);
    const surer = Float64Array.of(0.9, 0.1, 0.05, 0.95, 0.7, 0.3, 0.1, 0.9, 0.3, 0.7);
    expect(Array.from(confidentJoint(surer, GIVEN, 2))).toEqual([2, 1, 0, 1]);
    expect(Array.from(flagByNoiseRate(surer, GIVEN, 2))).toEqual([0, 1, 0, 0, 0]);
  });

  it('flags every positive margin under heavy noise', () => {
    const probabilities = Float64Array.of(0.1, 0.9, 0.2, 0.8, 0.9, 0.1, 0.4, 0.6);
    expect(Array.from(flagByNoiseRate(probabilities, Int32Array.of(0, 0, 0, 1), 2))).toEqual([1, 1, 0, 0]);
  });
});

describe('findLabelIssues', () => {
  const flipped = [4, 17, 30, 55];

  it('ranks, flags and corrects the flipped rows, the same for the same seed', () => {
    const issues = findLabelIssues(clouds(flipped), { seed: 1 });
    expect([...issues.ranked.slice(0, 4)].sort((a, b) => a - b)).toEqual(flipped);
    expect([...issues.flagged.keys()].filter((row) => issues.flagged[row])).toEqual(flipped);
    expect(issues.suggested[4]).toBe(0);
    expect(issues.suggested[5]).toBe(1);
    expect(issues.quality.every((quality) => quality >= 0 && quality <= 1)).toBe(true);
    expect(issues.quality[4]!).toBeLessThan(0.5);
    expect(findLabelIssues(clouds(flipped), { seed: 1 })).toEqual(issues);
  });

  it('flags nothing in clean labels, and never a row without a label', () => {
    const issues = findLabelIssues(clouds([], [3, 8]), { seed: 1 });
    expect(issues.flagged.some((flag) => flag === 1)).toBe(false);
    expect(issues.ranked).toHaveLength(78);
    expect(issues.quality[3]).toBe(1);
    expect(issues.suggested[3]).toBe(1);
    expect(issues.predProbs.every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it('tells its progress in shares, and refuses a single class', () => {
    const shares: number[] = [];
    findLabelIssues(clouds([]), { seed: 1, onProgress: (share) => shares.push(share) });
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    const table = clouds([]);
    table.target = { ...table.target, classes: ['a'], codes: new Int32Array(80) };
    expect(() => findLabelIssues(table, { seed: 1 })).toThrow(expect.objectContaining({ code: 'single_class' }));
  });
});

describe('explainRow', () => {
  it('shows why a flipped row is suspect', () => {
    const table = clouds([4]);
    const explanation = explainRow(table, findLabelIssues(table, { seed: 1 }), 4);
    expect(explanation.columns.map(({ name, type, unusual }) => [name, type, unusual])).toEqual([
      ['x', 'numeric', true],
      ['y', 'numeric', true],
      ['k', 'category', false],
    ]);
    // One of 41 rows that bear b is even: 2.4 %, just usual.
    expect(explanation.columns[2]!.byClass.map(({ label, share }) => [label, share])).toEqual([
      ['a', 1],
      ['b', 1 / 41],
    ]);
    expect(explanation.columns[0]!.byClass[0]!.quantiles).toHaveLength(5);
    expect(explanation.reasons).toMatchObject({ neighbours: 10, neighboursOther: 10 });
    expect(explanation.reasons.votes[0]!.share).toBeGreaterThan(0.5);
    expect(explanation.nearestOther).toHaveLength(3);
    expect(explanation.nearestOther.every((row) => row % 2 === 0)).toBe(true);
    expect(explanation.scatter).toMatchObject({ at: { x: expect.any(Number), y: expect.any(Number) } });
    expect(explanation.scatter!.points).toHaveLength(80);
  });

  it('takes missing values, and has no scatter without two numbers', () => {
    const table = clouds([4]);
    (table.features[0] as { values: Float64Array }).values[4] = NaN;
    const issues = findLabelIssues(table, { seed: 1 });
    expect(explainRow(table, issues, 4).scatter).toBeNull();
    expect(explainRow(table, issues, 4).columns[0]!.unusual).toBe(false);
    expect(() => explainRow(table, issues, 80)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
