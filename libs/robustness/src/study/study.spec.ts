import { describe, expect, it } from '@jest/globals';
import type { StudyReport, StudySpec } from '@antidote/contracts';
import { budget } from '@antidote/poisoning';
import { Random, selectRows, type Table } from '@antidote/tabular';
import { planStudy } from './plan-study.js';
import { prepareStudy } from './prepare-study.js';
import { reduceStudy } from './reduce-study.js';
import { runCells } from './run-cells.js';
import { fitSeed, poisonSeed, splitRandom } from './seed-streams.js';
import type { BatchResult, CellResult } from './study-batch.js';
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

/** A cell of a given accuracy, in points of a hundred. */
const cellOf = (
  model: CellResult['model'],
  attack: CellResult['attack'],
  level: number,
  points: number,
): CellResult => ({
  model,
  attack,
  level,
  mitigation: null,
  poisonedRows: level,
  flaggedRows: 0,
  accuracy: points / 100,
  balancedAccuracy: points / 100,
  recall: [points / 100, null],
  calibrationError: 0.1,
  naiveAccuracy: null,
  attackSuccess: null,
});

/** Batches of given accuracies, in points of a hundred: [tree at 0, tree at 10, forest at 0, forest at 10]. */
const batchesOf = (accuracies: [number, number, number, number][]): BatchResult[] =>
  accuracies.map(([t0, t10, f0, f10], index) => ({
    index,
    labelsUsed: 'as-given',
    trainRows: 42,
    testRows: 18,
    majorityAccuracy: 0.5,
    cells: [
      cellOf('decision-tree', null, 0, t0),
      cellOf('random-forest', null, 0, f0),
      cellOf('decision-tree', 'uniform', 10, t10),
      cellOf('random-forest', 'uniform', 10, f10),
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

  const backdoor = (overrides: Partial<StudySpec> = {}) =>
    spec({ attacks: ['backdoor-in-range'], levels: [0, 10], seeds: 3, ...overrides });

  it('shows what a trigger reaches, less what it reaches by itself', () => {
    const table = clouds(200);
    const report = reduceStudy(facts, backdoor({ seeds: 5 }), runAll(table, backdoor({ seeds: 5 })));
    const [clean, poisoned] = report.cells.filter(({ model }) => model === 'random-forest');
    expect(clean!.attackSuccess).toBeUndefined();
    expect(clean!.poisonedRows).toBe(0);
    expect(poisoned!.poisonedRows).toBe(14);
    const { rate, floor, rates } = poisoned!.attackSuccess!;
    expect(rates).toHaveLength(5);
    expect(rate.value).toBeGreaterThan(floor);
    expect(report.verdict.sentence).toMatch(/^At 10% backdoor, values in range the trigger takes over the rows/);
    expect(report.verdict.reasons[0]).toMatch(/^The forest (is worse than|is no better than|withstands the trigger)/);
  });

  it('scores a floor also where level 0 is not studied', () => {
    const [batch] = runAll(clouds(), backdoor({ levels: [10], seeds: 1 }));
    expect(batch!.cells.map(({ level }) => level)).toEqual([10, 10]);
    expect(batch!.cells[0]!.attackSuccess).not.toBeNull();
  });

  it('trains on added rows and changed values', () => {
    for (const attack of ['outlier-injection', 'wrong-label-duplicates', 'backdoor-clean-label'] as const) {
      const [batch] = runAll(clouds(), spec({ attacks: [attack], levels: [10], seeds: 1 }));
      expect(batch!.cells.map(({ poisonedRows }) => poisonedRows)).toEqual([4, 4]);
      expect(batch!.cells[0]!.naiveAccuracy).toBeNull();
    }
  });

  it('says when a level rounds to no row', () => {
    const wanted = spec({ levels: [0, 0.5], seeds: 2 });
    const { warnings } = reduceStudy(facts, wanted, runAll(clouds(), wanted), ['given']);
    expect(warnings).toEqual(['given', '0.5% of 42 training rows rounds to none: nothing is poisoned at that level.']);
  });

  it('refuses an impossible attack before any fit, naming it and the level', () => {
    expect(() => prepareStudy(clouds(), backdoor({ levels: [0, 10, 100] }))).toThrow(
      expect.objectContaining({
        code: 'limit_exceeded',
        message: expect.stringMatching(/^backdoor-in-range at 100%: 42 rows of classes other than /),
      }),
    );
  });

  it('sets mitigations beside none: what they win, what share of the loss, and their cost on clean rows', () => {
    const table = clouds(120);
    const wanted = spec({ levels: [0, 20], seeds: 2, models: ['decision-tree'], mitigations: ['pruned', 'reviewed'] });
    const prepared = prepareStudy(table, wanted);
    const batches = planStudy(wanted).map((batch) => runCells(table, wanted, batch, prepared));
    const report = reduceStudy(facts, wanted, batches);
    expect(report.mitigated!.map(({ mitigation, level }) => `${mitigation} ${level}`)).toEqual([
      'pruned 0',
      'reviewed 0',
      'pruned 20',
      'reviewed 20',
    ]);
    const reviewed = report.mitigated!.at(-1)!;
    expect(reviewed.flaggedRows).toBeGreaterThan(0);
    expect(reviewed.gain.points.value).toBeGreaterThan(0);
    // A reviewer who makes no mistake changes nothing where nothing is poisoned.
    expect(report.mitigated![1]!.gain.points.value).toBe(0);
  });

  it('reads a poisoned test as what it is: half of all labels wrong leave half right', () => {
    const wanted = spec({ levels: [0, 50], seeds: 20, models: ['random-forest'] });
    const report = reduceStudy(facts, wanted, runAll(clouds(200), wanted));
    expect(report.cells[1]!.naiveAccuracy).toBeGreaterThan(0.4);
    expect(report.cells[1]!.naiveAccuracy).toBeLessThan(0.6);
    expect(report.cells[0]!.naiveAccuracy).toBeNull();
  });

  it('summarises a curve worked by hand: area by trapezoids, breakdown at the first level below', () => {
    // Seed 1: 0.9 to 0.7 over 0 to 10, mean 0.8; seed 2: 0.9 to 0.5, mean 0.7.
    const results = batchesOf([
      [90, 70, 90, 90],
      [90, 50, 90, 90],
    ]);
    const { summaries } = reduceStudy(facts, spec({ levels: [0, 10], seeds: 2, gate: 0.8 }), results);
    expect(summaries![0]!.area!.value).toBeCloseTo(0.75, 12);
    expect(summaries![0]!.breakdown).toEqual({ level: 10, below: 'gate', threshold: 0.8 });
    expect(summaries![1]!.breakdown).toBeNull();
    const ungated = reduceStudy(facts, spec({ levels: [0, 10], seeds: 2 }), results).summaries!;
    expect(ungated[0]!.breakdown).toBeNull();
  });
});
