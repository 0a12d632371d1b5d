import { describe, expect, it } from '@jest/globals';
import { ATTACKS, type AttackName } from '@antidote/contracts';
import fc from 'fast-check';
import { emptyPatch, labelText, Random, type Table } from '@antidote/tabular';
import { applyAttack } from './apply-attack.js';
import { ATTACK_REGISTRY } from './attack-registry.js';
import { budget } from './budget.js';

/** Two groups of rows around 0 and 5 in x, a category that follows the class, a number that tells nothing, three sources. */
function table(rows = 60, seed = 1): Table {
  const random = new Random(seed);
  const codes = Int32Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0));
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(codes, (_, row) => 2 * row),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(codes, (code) => 5 * code + random.uniform()) },
      { kind: 'numeric', name: 'noise', values: Float64Array.from(codes, () => random.uniform()) },
      { kind: 'category', name: 'k', codes: codes.slice(), categories: ['p', 'q'] },
    ],
    target: { name: 'label', codes, classes: ['a', 'b'] },
    context: [
      {
        kind: 'category',
        role: 'source',
        name: 's',
        codes: codes.map((_, row) => row % 3),
        categories: ['A', 'B', 'C'],
      },
    ],
  };
}
const spec = (attack: AttackName, percent: number, options = {}) => ({ attack, percent, seed: 5, options });
const WRITING = ATTACKS.filter((attack) => ATTACK_REGISTRY[attack].takes.includes('columns'));
const ADDING: AttackName[] = ['outlier-injection', 'wrong-label-duplicates'];

describe('every attack', () => {
  it.each(ATTACKS)('%s: spends its budget exactly, says all it did, and repeats itself', (attack) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 60 }), (percent, rows) => {
        const before = table(rows);
        const { patch, table: after } = applyAttack(before, spec(attack, percent));
        const count = budget(rows, percent);
        expect(applyAttack(before, spec(attack, percent)).patch).toEqual(patch);
        if (ADDING.includes(attack)) {
          expect(patch).toEqual({ ...emptyPatch(), add: patch.add });
          expect(patch.add.map(({ row }) => row)).toEqual(Array.from({ length: count }, (_, i) => 2 * rows - 1 + i));
        } else {
          const touched = new Set([...patch.relabel, ...patch.cells].map(({ row }) => row));
          expect(touched.size).toBe(count);
          expect(patch.relabel.every(({ from, to }) => from !== to)).toBe(true);
        }
        expect(after.rowCount).toBe(rows + patch.add.length);
        expect(before).toEqual(table(rows));
      }),
      { numRuns: 6 },
    );
  });

  it.each(ATTACKS)('%s: touches the rows of the sources named alone', (attack) => {
    const before = table();
    const { patch } = applyAttack(before, spec(attack, 5, { sources: ['A', 'B'] }));
    const rows = [...patch.relabel, ...patch.cells].map(({ row }) => row);
    const parents = patch.add.flatMap((row) => row.parents);
    for (const row of [...rows, ...parents]) expect((row / 2) % 3).not.toBe(2);
  });

  it.each(WRITING)('%s: writes into the columns and within the ranges allowed alone', (attack) => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 0, max: 20 }), (seed, percent) => {
        const before = table(60, seed);
        const options = { columns: ['x', 'noise'], ranges: { x: { min: 0.2, max: 9 }, noise: { max: 1.5 } } };
        const { patch } = applyAttack(before, { attack, percent, seed, options });
        const written = patch.cells.map(({ column, to }) => ({ column, value: Number(to) }));
        for (const { values, parents, label } of patch.add) {
          const parent = parents[0] === undefined ? undefined : parents[0] / 2;
          const kept = (value: string | undefined, column: number) =>
            parent !== undefined && Number(value) === numbers(before, column)[parent];
          if (!kept(values[0], 0)) written.push({ column: 'x', value: Number(values[0]) });
          if (!kept(values[1], 1)) written.push({ column: 'noise', value: Number(values[1]) });
          expect(['p', 'q']).toContain(values[2]);
          expect(['a', 'b']).toContain(label);
        }
        for (const { column, value } of written) {
          expect(['x', 'noise']).toContain(column);
          if (column === 'x') expect(value).toBeGreaterThanOrEqual(0.2);
          expect(value).toBeLessThanOrEqual(column === 'x' ? 9 : 1.5);
        }
        expect(applyAttack(before, { attack, percent, seed, options }).patch).toEqual(patch);
      }),
      { numRuns: 10 },
    );
  });

  it.each(WRITING)('%s: refuses a range of what is no number, and a column that is not there', (attack) => {
    expect(() => applyAttack(table(), spec(attack, 5, { ranges: { k: { min: 1 } } }))).toThrow(
      /"k", which is no numeric feature/,
    );
    expect(() => applyAttack(table(), spec(attack, 5, { columns: ['z'] }))).toThrow(/no feature "z"; there are "x"/);
  });

  it.each(ATTACKS)('%s: refuses an option that it does not take, and an unknown source', (attack) => {
    const unused = ATTACK_REGISTRY[attack].takes.includes('matrix') ? { trigger: [] } : { matrix: {} };
    expect(() => applyAttack(table(), spec(attack, 5, unused))).toThrow(/does not take/);
    expect(() => applyAttack(table(), spec(attack, 5, { sources: ['Z'] }))).toThrow(/no source "Z"; there are "A"/);
  });
});

describe('attacks by hand', () => {
  it('class-conditional flips by the matrix alone', () => {
    const { patch } = applyAttack(table(), spec('class-conditional', 20, { matrix: { b: { a: 1 } } }));
    expect(patch.relabel).toHaveLength(12);
    expect(new Set(patch.relabel.map(({ from, to }) => from + to))).toEqual(new Set(['ba']));
    expect(() => applyAttack(table(), spec('class-conditional', 50, { matrix: { b: { a: 1 } } }))).toThrow(
      /30 rows .* lets 20 be/,
    );
    expect(() => applyAttack(table(), spec('class-conditional', 5, { matrix: { b: { b: 1 } } }))).toThrow(
      /flips nothing/,
    );
  });

  it('targeted takes the commonest class to the second commonest, or the classes named', () => {
    const flipsOf = (options: object) => [
      ...new Set(applyAttack(table(), spec('targeted', 10, options)).changes.map(({ from, to }) => from + to)),
    ];
    expect(flipsOf({})).toEqual(['ab']);
    expect(flipsOf({ sourceClass: 'b' })).toEqual(['ba']);
    expect(() => flipsOf({ sourceClass: 'b', targetClass: 'b' })).toThrow(/both "b"/);
    expect(() => flipsOf({ targetClass: 'z' })).toThrow(/No row has the class "z"; there are "a", "b"/);
  });

  /* x runs from 0 to 59: a below 20, b from 40 on, turn and turn about between. */
  it('boundary flips where the classes mix, most-confident where they do not', () => {
    const line = lineOf(60, (x) => (x < 20 ? 0 : x >= 40 ? 1 : x % 2));
    const rowsOf = (attack: AttackName) => applyAttack(line, spec(attack, 8)).changes.map(({ row }) => row);
    expect(rowsOf('boundary').every((row) => row >= 18 && row < 42)).toBe(true);
    expect(rowsOf('most-confident').every((row) => row < 18 || row >= 42)).toBe(true);
  });

  /* The class changes at 30: what hurts most is to move that border, with rows of one class that lie side by side. */
  it('greedy takes one side of the border over', () => {
    const line = lineOf(60, (x) => (x < 30 ? 0 : 1));
    const { changes } = applyAttack(line, spec('greedy', 10));
    const [first] = changes;
    expect(changes.map(({ row }) => row)).toEqual(changes.map((_, i) => first!.row + i));
    expect(new Set(changes.map(({ from }) => from)).size).toBe(1);
    expect(Math.min(...changes.map(({ row }) => Math.abs(row - 29.5)))).toBeLessThan(4);
  });

  it('a backdoor on weak features takes the column that tells nothing of the class', () => {
    const { backdoor } = applyAttack(table(), spec('backdoor-weak-features', 5, { triggerColumns: 1 }));
    expect(backdoor!.trigger.map(({ column }) => column)).toEqual(['noise']);
  });

  it('a backdoor out of range stays below the highest value that can be written, and needs one above all measured', () => {
    const to = (max: number) =>
      applyAttack(table(), spec('backdoor-out-of-range', 5, { ranges: { x: { max }, noise: { max: 0.5 } } }));
    expect(to(7).backdoor!.trigger).toEqual([{ column: 'x', value: '7' }]);
    expect(() => to(5)).toThrow(/ranges given end below the highest value/);
    const far = { trigger: [{ column: 'x', value: '99' }], ranges: { x: { max: 9 } } };
    expect(() => applyAttack(table(), spec('backdoor-in-range', 5, far))).toThrow(/sets "x" to 99, which is outside/);
  });

  it('region flips the rows nearest to one another', () => {
    const before = table();
    const { patch } = applyAttack(before, spec('region', 10));
    expect(new Set(patch.relabel.map(({ from }) => from)).size).toBe(1);
  });

  it('a bad source is one source', () => {
    const { patch } = applyAttack(table(), spec('bad-source', 20));
    expect(new Set(patch.relabel.map(({ row }) => (row / 2) % 3)).size).toBe(1);
    expect(() => applyAttack(table(), spec('bad-source', 40))).toThrow(
      /24 rows of one source .* largest source has 20/,
    );
    expect(() => applyAttack({ ...table(), context: undefined }, spec('bad-source', 5))).toThrow(/source column/);
  });

  it('outliers lie outside of each column’s range', () => {
    const before = table();
    const { table: after } = applyAttack(before, spec('outlier-injection', 10));
    const x = after.features[0]!;
    if (x.kind !== 'numeric') throw new Error('x is numeric');
    for (const value of x.values.subarray(60)) expect(value < 0 || value > 6).toBe(true);
  });

  it('duplicates bear another label than the row they copy, and its source', () => {
    const before = table();
    const { patch } = applyAttack(before, spec('wrong-label-duplicates', 20));
    for (const { label, parents, values, context } of patch.add) {
      const parent = parents[0]! / 2;
      expect(label).not.toBe(labelText(before, parent));
      expect(Math.abs(Number(values[1]) - Number(numbers(before, 1)[parent]))).toBeLessThan(0.02);
      expect(context).toEqual([['A', 'B', 'C'][parent % 3]]);
    }
  });

  it('a backdoor plants its trigger in all its rows, in range or out of it', () => {
    const before = table();
    const inRange = applyAttack(before, spec('backdoor-in-range', 10, { targetClass: 'b', triggerColumns: 2 }));
    expect(inRange.backdoor!.targetClass).toBe('b');
    expect(inRange.backdoor!.trigger).toHaveLength(2);
    expect(inRange.changes.every(({ from, to }) => from === 'a' && to === 'b')).toBe(true);
    const outside = applyAttack(before, spec('backdoor-out-of-range', 10, { columns: ['noise'] })).backdoor!;
    expect(Number(outside.trigger[0]!.value)).toBeGreaterThan(1);
    const given = { trigger: [{ column: 'k', value: 'new' }], targetClass: 'a' };
    const { table: after } = applyAttack(before, spec('backdoor-in-range', 10, given));
    const k = after.features[2]!;
    expect(k.kind === 'category' && k.codes.filter((code) => k.categories[code] === 'new')).toHaveLength(6);
  });

  it('a clean-label backdoor changes no label', () => {
    const { patch, backdoor } = applyAttack(table(), spec('backdoor-clean-label', 10));
    expect(patch.relabel).toEqual([]);
    expect(backdoor!.targetClass).toBe('b');
  });
});

function numbers({ features }: Table, index: number): Float64Array {
  const column = features[index]!;
  if (column.kind !== 'numeric') throw new Error('not numeric');
  return column.values;
}

/** One number, x, that is the row's number too. */
function lineOf(rows: number, classOf: (x: number) => number): Table {
  const codes = Int32Array.from({ length: rows }, (_, x) => classOf(x));
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(codes.keys()),
    features: [{ kind: 'numeric', name: 'x', values: Float64Array.from(codes.keys()) }],
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}
