import { describe, expect, it } from '@jest/globals';
import { DETECTORS } from '@antidote/contracts';
import { DomainError, Random, type FeatureColumn, type Table } from '@antidote/tabular';
import { detectIssues } from '../detect-issues.js';

const ROWS = 36;
const everyRow = <T>(value: (row: number) => T) => Array.from({ length: ROWS }, (_, row) => value(row));

/** Two numbers and a category; rows with label -1 have none. */
function table(labels: number[], classes: string[], value: (row: number, column: number) => number): Table {
  const column = (name: string, c: number): FeatureColumn => ({
    kind: 'numeric',
    name,
    values: Float64Array.from(everyRow((row) => value(row, c))),
  });
  const codes = Int32Array.from(everyRow((row) => value(row, 2)));
  return {
    rowCount: ROWS,
    rowIds: Uint32Array.from(everyRow((row) => row)),
    features: [column('x', 0), column('y', 1), { kind: 'category', name: 'k', categories: ['p', 'q'], codes }],
    target: { name: 'label', codes: Int32Array.from(labels), classes },
    context: [
      {
        kind: 'category',
        role: 'source',
        name: 'by',
        codes: Int32Array.from(everyRow((row) => row % 2)),
        categories: ['s', 't'],
      },
    ],
  };
}
const random = new Random(6);
const NOISE = everyRow(() => [random.uniform(), random.uniform()]);
const told = (row: number, c: number) => (c === 2 ? row % 2 : 3 * (row % 2) + NOISE[row]![c]!);
const halves = everyRow((row) => row % 2);

const JUDGED: [string, Table][] = [
  ['a class of one row', table(halves.with(0, 2), ['a', 'b', 'c'], told)],
  ['a class of two rows', table(halves.with(0, 2).with(3, 2), ['a', 'b', 'c'], told)],
  ['a class without rows', table(halves, ['a', 'b', 'c'], told)],
  ['constant features', table(halves, ['a', 'b'], (_, c) => (c === 2 ? 0 : 7))],
  ['missing features', table(halves, ['a', 'b'], (_, c) => (c === 2 ? -1 : NaN))],
  ['rows all twice', table(halves, ['a', 'b'], (row, c) => told(row % (ROWS / 2), c))],
  ['missing labels', table(halves.with(4, -1).with(9, -1), ['a', 'b'], told)],
];
const REFUSED: [string, Table][] = [
  [
    'single_class',
    table(
      halves.map(() => 0),
      ['a', 'b'],
      told,
    ),
  ],
  [
    'single_class',
    table(
      everyRow(() => -1),
      ['a', 'b'],
      told,
    ),
  ],
  [
    'too_few_rows',
    table(
      everyRow((row) => row),
      everyRow(String),
      told,
    ),
  ],
  [
    'too_few_rows',
    table(
      everyRow((row) => row >> 1),
      everyRow(String),
      told,
    ),
  ],
];

describe.each(DETECTORS)('%s', (name) => {
  it.each(JUDGED)('judges %s: qualities within bounds, no flag on a row without a label', (_, of) => {
    const { detections, report } = detectIssues(of, { detectors: [name], seed: 1 });
    const { quality, flagged, suggested } = detections.get(name)!;
    const { codes, classes } = of.target;
    expect(quality.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(suggested.every((code, row) => (code >= 0 && code < classes.length) || codes[row] === -1)).toBe(true);
    expect(report.labelled).toBe(codes.filter((code) => code >= 0).length);
    const outlier = report.detectors[0]!.family === 'outlier';
    expect(flagged.some((flag, row) => flag === 1 && codes[row] === -1) && !outlier).toBe(false);
  });

  it.each(REFUSED)('refuses with %s what cannot be judged', (code, of) => {
    expect(() => detectIssues(of, { detectors: [name], seed: 1 })).toThrow(DomainError);
    expect(() => detectIssues(of, { detectors: [name], seed: 1 })).toThrow(expect.objectContaining({ code }));
  });
});

it('the default detector suspects nothing where all rows are alike, and says that its flags say little', () => {
  const { labels, report } = detectIssues(JUDGED[3]![1], { detectors: ['default'], seed: 1 });
  expect(labels.flagged.some((flag) => flag === 1)).toBe(false);
  expect(report.estimatedErrors).toBe(0);
  expect(report.doubt).toMatch(/the flags say little/);
});

it('no detector suspects a row where all rows are alike', () => {
  const { report } = detectIssues(JUDGED[3]![1], { detectors: DETECTORS, seed: 1 });
  expect(report.families.length).toBeGreaterThan(3);
  expect(report.families.every(({ flagged }) => flagged === 0)).toBe(true);
});
