import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random, type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels, type Model } from '@antidote/training';
import { evade } from './evade.js';
import { nextUp } from './next-up.js';

const SIDE = 12;

/** A grid of numbers with a category, labelled by a slanted line and some noise. */
function grid(seed = 3): Table {
  const random = new Random(seed, 77);
  const rowCount = SIDE * SIDE;
  const x = Float64Array.from({ length: rowCount }, (_, row) => row % SIDE);
  const y = Float64Array.from({ length: rowCount }, (_, row) => Math.floor(row / SIDE));
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features: [
      { kind: 'numeric', name: 'x', values: x },
      {
        kind: 'category',
        name: 'place',
        codes: Int32Array.from(x, () => random.below(3)),
        categories: ['k', 'l', 'm'],
      },
      { kind: 'numeric', name: 'y', values: y },
      { kind: 'numeric', name: 'still', values: new Float64Array(rowCount).fill(4) },
    ],
    target: {
      name: 'label',
      codes: Int32Array.from(x, (value, row) => (value + y[row]! / 2 + random.uniform() * 3 > 9 ? 1 : 0)),
      classes: ['a', 'b'],
    },
  };
}

const fit = (table: Table, kind: 'decision-tree' | 'random-forest' | 'gradient-boosting'): Model =>
  fitModel(kind, binFeatures(table.features, table.rowCount), table.target.codes, table.target.classes, {
    seed: 1,
    ...(kind === 'decision-tree' ? {} : { parameters: { nEstimators: 20 } }),
  });

const changed = (table: Table, row: number, changes: { column: string; to: number }[]): Table['features'] =>
  table.features.map((column) => {
    if (column.kind === 'category') return { ...column, codes: column.codes.slice(row, row + 1) };
    const to = changes.find((change) => change.column === column.name)?.to;
    return { ...column, values: Float64Array.of(to ?? column.values[row]!) };
  });

describe('evasion', () => {
  it('is the step over the threshold of a stump, worked by hand', () => {
    // x = 0, 1, 2, 3 split at 1.5; the sample sd is sqrt(5/3). Row 0 must come just above 1.5, row 3 down to 1.5.
    const table: Table = {
      rowCount: 4,
      rowIds: Uint32Array.of(7, 8, 9, 10),
      features: [{ kind: 'numeric', name: 'x', values: Float64Array.of(0, 1, 2, 3) }],
      target: { name: 'label', codes: Int32Array.of(0, 0, 1, 1), classes: ['a', 'b'] },
    };
    const report = evade(fit(table, 'decision-tree'), table, { seed: 1, budgets: [0, 0.5, 2] });
    const sd = Math.sqrt(5 / 3);
    expect(report.exact).toBe(true);
    expect(report.evasions.map(({ row }) => row)).toEqual([7, 8, 9, 10]);
    expect(report.evasions[0]).toEqual({
      row: 7,
      label: 'a',
      predicted: 'a',
      becomes: 'b',
      distance: nextUp(1.5) / sd,
      changes: [{ column: 'x', from: 0, to: nextUp(1.5) }],
    });
    expect(report.evasions[3]!.changes).toEqual([{ column: 'x', from: 3, to: 1.5 }]);
    // .5 / sd = .387 is within the budget of .5, 1.5 / sd = 1.16 is not.
    expect(report.curve).toEqual([
      { budget: 0, robustAccuracy: 1 },
      { budget: 0.5, robustAccuracy: 0.5 },
      { budget: 2, robustAccuracy: 0 },
    ]);
  });

  it('flips with every change found, and no random change that is smaller flips a tree', () => {
    const table = grid();
    const tree = fit(table, 'decision-tree');
    const own = predictLabels(tree, table.features, table.rowCount);
    const { evasions, columns } = evade(tree, table, { seed: 1 });
    expect(columns).toEqual(['x', 'y']);
    const { evasions: byNorm } = evade(tree, table, { seed: 1, norm: 'linf' });
    const sd = Math.sqrt((SIDE * SIDE - 1) / 12) * Math.sqrt((SIDE * SIDE) / (SIDE * SIDE - 1));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: table.rowCount - 1 }),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (row, angle, share) => {
          const { distance, changes, becomes, predicted } = evasions[row]!;
          const flipped = predictLabels(tree, changed(table, row, changes), 1)[0]!;
          expect(flipped).not.toBe(own[row]);
          expect(becomes).not.toBe(predicted);
          expect(byNorm[row]!.distance).toBeLessThanOrEqual(distance!);
          const length = share * distance! * sd;
          const [x, y] = [table.features[0]!, table.features[2]!].map((c) =>
            c.kind === 'numeric' ? c.values[row]! : 0,
          );
          const inside = changed(table, row, [
            { column: 'x', to: x! + Math.cos(angle) * length },
            { column: 'y', to: y! + Math.sin(angle) * length },
          ]);
          expect(predictLabels(tree, inside, 1)[0]).toBe(own[row]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['random-forest', 'gradient-boosting'] as const)(
    'finds changes that flip a %s, close to the least',
    (kind) => {
      const table = grid();
      const model = fit(table, kind);
      const own = predictLabels(model, table.features, table.rowCount);
      const report = evade(model, table, { seed: 1, rows: 40 });
      expect(report).toMatchObject({ exact: false, rows: 40 });
      expect(evade(model, table, { seed: 1, rows: 40 })).toEqual(report);
      // On two columns the least change can be found by trying every cell of the thresholds' grid.
      const sd = Math.sqrt((SIDE * SIDE) / 12);
      let [found, least] = [0, 0];
      for (const { row, distance, changes } of report.evasions) {
        expect(predictLabels(model, changed(table, row, changes), 1)[0]).not.toBe(own[row]);
        let best = Infinity;
        for (let x = -0.5; x < SIDE; x += 0.5) {
          for (let y = -0.5; y < SIDE; y += 0.5) {
            const size = Math.hypot(x - (row % SIDE), y - Math.floor(row / SIDE)) / sd;
            if (size >= best) continue;
            const moved = changed(table, row, [
              { column: 'x', to: x },
              { column: 'y', to: y },
            ]);
            if (predictLabels(model, moved, 1)[0] !== own[row]) best = size;
          }
        }
        found += distance!;
        least += best;
      }
      expect(found).toBeLessThan(1.15 * least);
    },
  );

  it('changes allowed columns alone, and says where no flip is found', () => {
    const table = grid();
    const { evasions } = evade(fit(table, 'decision-tree'), table, { seed: 1, columns: ['y'] });
    for (const { changes } of evasions) for (const { column } of changes) expect(column).toBe('y');
    expect(evasions.some(({ distance }) => distance === null)).toBe(true);
  });

  it('refuses columns that cannot change and models without splits', () => {
    const table = grid();
    const tree = fit(table, 'decision-tree');
    expect(() => evade(tree, table, { seed: 1, columns: ['z'] })).toThrow('Column "z" is no column of the model');
    expect(() => evade(tree, table, { seed: 1, columns: ['place'] })).toThrow('is not numeric');
    expect(() => evade(tree, table, { seed: 1, columns: ['still'] })).toThrow('No numeric column that varies');
    const { features, rowCount, target } = table;
    const linear = fitModel('logistic-regression', binFeatures(features, rowCount), target.codes, target.classes, {
      seed: 1,
    });
    expect(() => evade(linear, table, { seed: 1 })).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
