import { describe, expect, it } from '@jest/globals';
import type { StudyReport, StudySpec } from '@antidote/contracts';
import { budget } from '@antidote/poisoning';
import { Random, selectRows, type Table } from '@antidote/tabular';
import { planStudy } from './plan-study.js';
import { prepareStudy } from './prepare-study.js';
import { reduceStudy } from './reduce-study.js';
import { runCells } from './run-cells.js';
import { fitSeed, poisonSeed, splitRandom } from './seed-streams.js';
import type { BatchResult } from './study-batch.js';
import { studyTable } from './study-table.js';

const spec = (overrides: Partial<StudySpec> = {}): StudySpec => ({
  levels: [0, 10, 50],
  models: ['decision-tree', 'random-forest'],
  attacks: ['uniform'],
  seeds: 5,
  seed: 42,
  testShare: 0.3,
  ...overrides,
});

/** Two clouds with some overlap. */
function clouds(rowCount = 60): Table {
  const random = new Random(1, 77);
  const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
  const around = () => Float64Array.from(codes, (code) => code * 2 + random.uniform() * 2.4);
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row + 100),
    features: ['x', 'y'].map((name) => ({ kind: 'numeric', name, values: around() })),
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

const facts: StudyReport['dataset'] = {
  name: 'clouds',
  sha256: '0',
  rows: 60,
  features: 2,
  classes: ['a', 'b'],
  target: 'label',
};

const runAll = (table: Table, wanted: StudySpec) => planStudy(wanted).map((batch) => runCells(table, wanted, batch));

/** Batches of given accuracies, in points of a hundred: [tree at 0, tree at 10, forest at 0, forest at 10]. */
const batchesOf = (accuracies: [number, number, number, number][]): BatchResult[] =>
  accuracies.map(([t0, t10, f0, f10], index) => ({
    index,
    labelsUsed: 'as-given',
    trainRows: 42,
    testRows: 18,
    majorityAccuracy: 0.5,
    cells: [
      { model: 'decision-tree', attack: null, level: 0, accuracy: t0 / 100 },
      { model: 'random-forest', attack: null, level: 0, accuracy: f0 / 100 },
      { model: 'decision-tree', attack: 'uniform', level: 10, accuracy: t10 / 100 },
      { model: 'random-forest', attack: 'uniform', level: 10, accuracy: f10 / 100 },
    ],
  }));

describe('a study', () => {
  it('reduces the example worked by hand', () => {
    // Losses of the tree: 8, 10, 12, 10, 10; mean 10, sd sqrt(2), t(4) = 2.776: 10 -+ 1.756.
    const results = batchesOf([
      [90, 82, 90, 90],
      [90, 80, 90, 91],
      [92, 80, 90, 89],
      [90, 80, 91, 91],
      [88, 78, 90, 90],
    ]);
    const report = reduceStudy(facts, spec({ levels: [0, 10] }), results);
    expect(report.cells[0]).toMatchObject({ model: 'decision-tree', level: 0, mean: 0.9, n: 5 });
    const [tree, forest] = report.losses;
    expect(tree!.loss.points.value).toBeCloseTo(10, 9);
    expect(tree!.loss.points.low).toBeCloseTo(10 - 1.756, 3);
    expect(tree!.loss.shown).toBe(true);
    expect(forest!.loss.points.value).toBeCloseTo(0, 9);
    expect(forest!.loss.shown).toBe(false);
    expect(report.verdict.sentence).toBe(
      'At 10% random flips the tree loses 10.0 points (95% interval 8.2 to 11.8), for the forest no difference is shown (\u22120.9 to 0.9).',
    );
    expect(report.verdict.reasons[0]).toMatch(/^At 10% the forest is 10\.2 points ahead of the tree \(95% interval /);
    expect(report.verdict.limits[0]).toContain('may be poisoned');
    expect(studyTable(report).split('\n')[1]).toMatch(/^decision-tree {2}90\.0 \(88\.2 to 91\.8\) {2}80\.0 /);
  });

  it('says the loss of the second model without repeating the unit', () => {
    const results = batchesOf([
      [90, 80, 90, 87],
      [90, 79, 90, 88],
      [90, 81, 90, 87],
      [90, 80, 90, 88],
      [90, 80, 90, 88],
    ]);
    const { sentence } = reduceStudy(facts, spec({ levels: [0, 10] }), results).verdict;
    expect(sentence).toMatch(/the tree loses 10\.0 points \(95% interval .*\), the forest 2\.4 \(1\.\d to 3\.\d\)\.$/);
  });

  it('names the level that losses are against where it is not 0', () => {
    const wanted = spec({ levels: [50, 10], models: ['decision-tree'], seeds: 6 });
    const { verdict } = reduceStudy(facts, wanted, runAll(clouds(), wanted));
    expect(verdict.sentence).toMatch(/^At 50% random flips, against 10%, (the tree|for the tree) /);
  });

  it('claims nothing from a few seeds', () => {
    const report = reduceStudy(facts, spec({ levels: [0, 10], seeds: 1 }), batchesOf([[90, 50, 90, 50]]));
    expect(report.verdict.sentence).toBe('Not enough data for a verdict: 1 seed, at least 5 are needed.');
    expect(report.losses[0]!.loss).toEqual({
      points: { value: expect.closeTo(40), low: -100, high: 100 },
      shown: false,
    });
    expect(report.cells[0]!.interval).toEqual([0, 1]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('has nothing to compare a single level to', () => {
    const report = reduceStudy(facts, spec({ levels: [10] }), runAll(clouds(), spec({ levels: [10] })));
    expect(report.losses).toEqual([]);
    expect(report.verdict.sentence).toContain('No loss can be read');
  });

  it('gives the same bytes whatever the order of its batches and the threads', () => {
    const table = clouds();
    const prepared = prepareStudy(table, spec());
    const forwards = planStudy(spec()).map((batch) => runCells(table, spec(), batch, prepared));
    const threaded = prepareStudy(table, spec(), null, { threads: 2 });
    const backwards = [...planStudy(spec())].reverse().map((batch) => runCells(table, spec(), batch, threaded));
    const text = (results: BatchResult[]) => JSON.stringify(reduceStudy(facts, spec(), results));
    expect(text(backwards)).toBe(text(forwards));
    const other = spec({ seed: 43 });
    expect(JSON.stringify(runAll(table, other))).not.toBe(JSON.stringify(forwards));
  });

  it('fits level 0 once and each other level once a model', () => {
    const [batch] = runAll(clouds(), spec({ seeds: 1 }));
    expect(batch!.cells.map(({ model, level }) => `${model} ${level}`)).toEqual([
      'decision-tree 0',
      'random-forest 0',
      'decision-tree 10',
      'random-forest 10',
      'decision-tree 50',
      'random-forest 50',
    ]);
    expect(batch).toMatchObject({ trainRows: 42, testRows: 18, labelsUsed: 'as-given', majorityAccuracy: 0.5 });
  });

  it('scores on held-out rows as they are: all training labels flipped invert the prediction', () => {
    const wanted = spec({ levels: [0, 100], seeds: 3 });
    for (const batch of runAll(clouds(), wanted)) {
      const tree = batch.cells.filter((cell) => cell.model === 'decision-tree');
      expect(tree[1]!.accuracy).toBeCloseTo(1 - tree[0]!.accuracy, 9);
    }
    expect(budget(42, 100)).toBe(42);
  });

  it('scores a poisoned table on its original labels', () => {
    const table = clouds();
    const wrong = { ...table, target: { ...table.target, codes: table.target.codes.map((code) => 1 - code) } };
    const wanted = spec({ levels: [0], seeds: 1 });
    const prepared = prepareStudy(wrong, wanted, { labelsUsed: 'manifest', codes: table.target.codes });
    const batch = runCells(wrong, wanted, planStudy(wanted)[0]!, prepared);
    expect(batch.labelsUsed).toBe('manifest');
    expect(batch.cells[0]!.accuracy).toBeLessThan(0.3);
  });

  it('scores on a test table of its own, whose classes may be others', () => {
    const table = clouds();
    const test = selectRows(table, [0, 1, 2, 3]);
    test.target = { name: 'label', classes: ['0 new', 'a', 'b'], codes: Int32Array.of(1, 2, 0, -1) };
    const wanted = spec({ levels: [0], seeds: 1 });
    const prepared = prepareStudy(table, wanted, { labelsUsed: 'test-file', table: test });
    const batch = runCells(table, wanted, planStudy(wanted)[0]!, prepared);
    expect(batch).toMatchObject({ labelsUsed: 'test-file', trainRows: 60, testRows: 3 });
    expect(batch.cells[0]!.accuracy).toBeCloseTo(2 / 3, 9);
  });

  it('refuses missing and doubled batches, and a single class', () => {
    const results = batchesOf([
      [90, 82, 90, 90],
      [90, 80, 90, 91],
    ]);
    const wanted = spec({ levels: [0, 10], seeds: 2 });
    expect(() => reduceStudy(facts, wanted, results.slice(1))).toThrow('it has 1');
    expect(() => reduceStudy(facts, wanted, [results[0]!, results[0]!])).toThrow(
      expect.objectContaining({ code: 'invalid_state' }),
    );
    const table = clouds();
    table.target = { ...table.target, classes: ['a'], codes: new Int32Array(60) };
    expect(() => prepareStudy(table, wanted)).toThrow(expect.objectContaining({ code: 'single_class' }));
  });

  it('draws split, poison and fit from streams that never meet', () => {
    const drawn = new Set<number>();
    for (let seedIndex = 0; seedIndex < 500; seedIndex++) {
      drawn.add(splitRandom(7, seedIndex).uint32());
      drawn.add(poisonSeed(7, seedIndex));
      drawn.add(fitSeed(7, seedIndex));
    }
    expect(drawn.size).toBe(1500);
  });
});
