import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyPatch, labelText, type Table } from '@antidote/tabular';
import { applyAttack } from './apply-attack.js';
import { budget } from './budget.js';
import { buildManifest } from './build-manifest.js';

function tableOf(codes: number[], classes = ['a', 'b', 'c']): Table {
  return {
    rowCount: codes.length,
    rowIds: Uint32Array.from(codes, (_, position) => 10 + position),
    features: [],
    target: { name: 'label', codes: Int32Array.from(codes), classes },
  };
}
const labelsOf = (table: Table) => Array.from(table.target.codes, (_, position) => labelText(table, position));
const uniform = (percent: number, seed = 7) => ({ attack: 'uniform', percent, seed }) as const;

describe('the uniform attack', () => {
  it('at 100 % with two classes swaps every label', () => {
    const { table, changes } = applyAttack(tableOf([0, 1, 1], ['n', 'y']), uniform(100));
    expect(labelsOf(table)).toEqual(['y', 'n', 'n']);
    expect(changes).toEqual([
      { row: 10, from: 'n', to: 'y' },
      { row: 11, from: 'y', to: 'n' },
      { row: 12, from: 'y', to: 'n' },
    ]);
  });

  it('counts and touches labelled rows only, and never uses a class that no row bears', () => {
    const before = tableOf([0, -1, 0, -1, 2, 2]);
    const { table, changes } = applyAttack(before, uniform(50));
    expect(changes).toHaveLength(2);
    expect(labelsOf(table)[1]).toBe('');
    expect(new Set(labelsOf(table))).toEqual(new Set(['', 'a', 'c']));
  });

  it.each([
    ['one class', [0, 0, 0]],
    ['no label', [-1, -1]],
  ])('refuses %s', (_, codes) => {
    expect(() => applyAttack(tableOf(codes), uniform(50))).toThrow(expect.objectContaining({ code: 'single_class' }));
  });

  it('changes exactly the budget, each to another class, and tells the truth about it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 80 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.nat(),
        (codes, percent, seed) => {
          const before = tableOf([0, 1, ...codes]);
          const given = labelsOf(before);
          const { table, changes } = applyAttack(before, uniform(percent, seed));
          const truth = labelsOf(table).flatMap((to, position) =>
            to === given[position] ? [] : [{ row: 10 + position, from: given[position]!, to }],
          );
          expect(changes).toEqual(truth);
          expect(changes).toHaveLength(budget(given.filter((label) => label !== '').length, percent));
          expect(labelsOf(before)).toEqual(given);
          expect(applyAttack(before, uniform(percent, seed)).changes).toEqual(changes);
        },
      ),
    );
  });

  it('is nested for a seed: what changes at 5 % changes the same way at 10 %', () => {
    const table = tableOf(Array.from({ length: 150 }, (_, i) => i % 3));
    const small = applyAttack(table, uniform(5)).changes;
    expect(small).toHaveLength(8);
    expect(applyAttack(table, uniform(10)).changes).toEqual(expect.arrayContaining(small));
    expect(applyAttack(table, uniform(5, 8)).changes).not.toEqual(small);
  });

  /* Chi-squared over 6 pairs of classes, 5 degrees of freedom: 20.5 is exceeded once in a thousand. */
  it('draws rows and new classes uniformly', () => {
    const table = tableOf(Array.from({ length: 150 }, (_, i) => i % 3));
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 200; seed++) {
      for (const { from, to } of applyAttack(table, uniform(10, seed)).changes) {
        counts.set(from + to, (counts.get(from + to) ?? 0) + 1);
      }
    }
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(counts.size).toBe(6);
    expect(chiSquared).toBeLessThan(20.5);
  });
});

describe('buildManifest', () => {
  it('has its keys in the order of the format and nothing more', () => {
    const manifest = buildManifest({
      spec: uniform(10),
      target: 'label',
      inputSha256: 'in',
      outputSha256: 'out',
      patch: { ...emptyPatch(), relabel: [{ row: 1, from: 'a', to: 'b' }] },
    });
    expect(JSON.stringify(manifest)).toBe(
      '{"formatVersion":1,"attack":"uniform","seed":7,"percent":10,"target":"label","input":{"sha256":"in"},' +
        '"output":{"sha256":"out"},"changes":[{"row":1,"from":"a","to":"b"}]}',
    );
  });
});
