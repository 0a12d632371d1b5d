import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random, selectRows, type Table } from '@antidote/tabular';
import { modelChallenger, type Challenger } from './challenger.js';
import { costToBreak, type CostToBreakOptions } from './cost-to-break.js';
import { leastBudget } from './least-budget.js';

/** Two clouds that a threshold at 1.7 nearly tells apart. */
function clouds(rowCount: number): Table {
  const random = new Random(5, 77);
  const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features: ['x', 'y'].map((name) => ({
      kind: 'numeric' as const,
      name,
      values: Float64Array.from(codes, (code) => code * 1.4 + random.uniform() * 2),
    })),
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

const all = clouds(200);
const train = selectRows(
  all,
  Uint32Array.from({ length: 120 }, (_, row) => row),
);
const test = selectRows(
  all,
  Uint32Array.from({ length: 80 }, (_, row) => row + 120),
);

/** Says 'a' everywhere once three labels in a hundred and twenty are wrong: as exact as a break can be. */
const brittle: Challenger = {
  name: 'brittle',
  predict: (table, { rowCount, target }) => {
    const wrong = table.target.codes.filter((code, row) => code !== train.target.codes[row]).length;
    return wrong >= 3 ? new Int32Array(rowCount) : target.codes.slice();
  },
};

const options = (overrides: Partial<CostToBreakOptions> = {}): CostToBreakOptions => ({
  metric: 'accuracy',
  below: 0.75,
  attacks: ['uniform'],
  challengers: [brittle],
  seeds: 2,
  seed: 42,
  mostPercent: 50,
  parts: 9,
  ...overrides,
});

describe('least budget', () => {
  it('finds the threshold of any monotone attack, or that there is none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 400 }), async (most, threshold) => {
        const { rows, searchedTo } = await leastBudget(most, async (count) => ({ broken: count >= threshold }));
        expect(rows).toBe(threshold <= most ? threshold : null);
        if (rows === null) expect(searchedTo).toBe(most);
      }),
    );
  });

  it('ends within the tolerance asked for, wherever it begins', async () => {
    const ask = { most: fc.integer({ min: 1, max: 5000 }), threshold: fc.integer({ min: 1, max: 5000 }) };
    const how = { first: fc.integer({ min: 0, max: 600 }), tolerance: fc.double({ min: 0, max: 0.3, noNaN: true }) };
    await fc.assert(
      fc.asyncProperty(fc.record({ ...ask, ...how }), async ({ most, threshold, ...search }) => {
        const tried: number[] = [];
        const { rows } = await leastBudget(
          most,
          async (count) => (tried.push(count), { broken: count >= threshold }),
          search,
        );
        expect(tried.every((count) => count >= 1 && count <= most)).toBe(true);
        if (threshold > most) expect(rows).toBeNull();
        else {
          expect(rows).toBeGreaterThanOrEqual(threshold);
          expect(rows! - threshold).toBeLessThanOrEqual(Math.max(0, search.tolerance * rows!));
        }
      }),
    );
  });

  it('goes as far as the attack can, and says why no further', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 300 }), async (cap, threshold) => {
        const { rows, searchedTo, note } = await leastBudget(200, async (count) =>
          count > cap ? { most: cap, why: `only ${cap}` } : { broken: count >= threshold },
        );
        const reachable = threshold <= cap;
        expect(rows).toBe(reachable ? threshold : null);
        if (!reachable) {
          expect(searchedTo).toBe(cap);
          expect(note).toBe(cap < 200 ? `only ${cap}` : null);
        }
      }),
    );
  });
});

describe('cost to break', () => {
  it('finds the three rows that a brittle model breaks by, and names them', async () => {
    const { findings, certified, trainRows, testRows } = await costToBreak(train, test, options());
    expect({ trainRows, testRows }).toEqual({ trainRows: 120, testRows: 80 });
    expect(findings[0]).toMatchObject({
      model: 'brittle',
      clean: 1,
      rows: 3,
      percent: 2.5,
      reached: 0.5,
      bySeed: [3, 3],
    });
    expect(findings[0]!.changed).toHaveLength(3);
    expect(findings[0]!.added).toBe(0);
    expect(certified!.clean).toBeGreaterThan(0.75);
  });

  it('never finds an attack on the vote below what is certified', async () => {
    const attacks = ['uniform', 'targeted', 'greedy'] as const;
    const { findings, certified } = await costToBreak(train, test, options({ attacks, challengers: [] }));
    expect(certified!.voters).toBe(9);
    expect(certified!.atLeast).toBeGreaterThan(0);
    for (const { model, rows } of findings) {
      expect(model).toBe('certified-vote');
      expect(rows ?? Infinity).toBeGreaterThanOrEqual(certified!.atLeast);
    }
  });

  it('is reproducible, and a model that is below already costs nothing', async () => {
    const tree = options({ challengers: [modelChallenger('decision-tree')] });
    expect(await costToBreak(train, test, tree)).toEqual(await costToBreak(train, test, tree));
    const { findings } = await costToBreak(train, test, { ...tree, below: 1, metric: 'f1' });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rows: 0, percent: 0, changed: [] });
  });

  it('says when nothing was found, and how far it looked', async () => {
    const never: Challenger = { name: 'never', predict: (_, { target }) => target.codes.slice() };
    const { findings } = await costToBreak(
      train,
      test,
      options({ challengers: [never], attacks: ['backdoor-in-range'], mostPercent: 100 }),
    );
    expect(findings[0]).toMatchObject({ rows: null, percent: null, reached: null, searchedTo: 60 });
    expect(findings[0]!.note).toContain('are to be changed, but there are 60');
  });

  it('refuses tables of other classes, no budget and a single class', async () => {
    const other = { ...test, target: { ...test.target, classes: ['a', 'c'] } };
    await expect(costToBreak(train, other, options())).rejects.toMatchObject({ code: 'shape_mismatch' });
    await expect(costToBreak(train, test, options({ mostPercent: 0 }))).rejects.toMatchObject({
      code: 'parameter_out_of_range',
    });
    const single = { ...train, target: { ...train.target, codes: new Int32Array(120) } };
    await expect(costToBreak(single, test, options())).rejects.toMatchObject({ code: 'single_class' });
  });
});
