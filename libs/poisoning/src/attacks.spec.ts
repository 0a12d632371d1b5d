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
