import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch } from './apply-patch.js';
import { composePatches } from './compose-patches.js';
import { labelText } from './labels.js';
import { emptyPatch, type Patch } from './patch.js';
import { contextColumn, type FeatureColumn, sourceColumn, type Table, withContext } from './table.js';

const base = (): Table => ({
  rowCount: 3,
  rowIds: Uint32Array.of(0, 1, 2),
  features: [
    { kind: 'numeric', name: 'x', values: Float64Array.of(1.5, NaN, 3) },
    { kind: 'category', name: 'k', codes: Int32Array.of(0, 1, -1), categories: ['p', 'r'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 1, 0), classes: ['a', 'b'] },
  context: [{ kind: 'category', role: 'source', name: 'by', codes: Int32Array.of(0, 0, 1), categories: ['s', 't'] }],
});
const NAMES = ['x', 'k'];

const textOf = (column: FeatureColumn, position: number) => {
  if (column.kind === 'category') return column.codes[position]! < 0 ? '' : column.categories[column.codes[position]!]!;
  const value = column.values[position]!;
  return Number.isNaN(value) ? '' : String(value);
};
const rowsOf = (table: Table) =>
  [...table.rowIds].map((row, position) => [
    row,
    ...[...table.features, ...(table.context ?? [])].map((column) => textOf(column, position)),
    labelText(table, position),
  ]);

describe('a patch of cells and added rows', () => {
  it('adds, changes, relabels and drops in that order', () => {
    const patch: Patch = {
      add: [{ row: 3, label: 'c', values: ['7', 'q'], context: ['u'], parents: [0] }],
      cells: [
        { row: 0, column: 'x', from: '1.50', to: '2' },
        { row: 1, column: 'x', from: '', to: '9' },
        { row: 0, column: 'k', from: 'p', to: 'o' },
        { row: 3, column: 'k', from: 'q', to: '' },
      ],
      relabel: [{ row: 3, from: 'c', to: 'b' }],
      drop: [2],
    };
    expect(rowsOf(applyPatch(base(), patch))).toEqual([
      [0, '2', 'o', 's', 'a'],
      [1, '9', 'r', 's', 'b'],
      [3, '7', '', 'u', 'b'],
    ]);
  });

  it('remembers the id of a row that was added and dropped', () => {
    const added: Patch = { ...emptyPatch(), add: [{ row: 3, label: 'a', values: ['', ''], parents: [] }] };
    const composed = composePatches(added, { ...emptyPatch(), drop: [3] });
    expect(rowsOf(applyPatch(base(), composed))).toEqual(rowsOf(base()));
    expect(() => composePatches(composed, added)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('forgets a value that comes back, and folds changes into an added row', () => {
    const there: Patch = { ...emptyPatch(), cells: [{ row: 0, column: 'x', from: '1.5', to: '4' }] };
    const back: Patch = { ...emptyPatch(), cells: [{ row: 0, column: 'x', from: '4', to: '1.5' }] };
    expect(composePatches(there, back)).toEqual(emptyPatch());
    const added: Patch = { ...emptyPatch(), add: [{ row: 5, label: 'a', values: ['1', 'p'], parents: [] }] };
    const edited: Patch = {
      ...emptyPatch(),
      cells: [{ row: 5, column: 'k', from: 'p', to: 'q' }],
      relabel: [{ row: 5, from: 'a', to: 'b' }],
    };
    expect(composePatches(added, edited, NAMES).add).toEqual([{ row: 5, label: 'b', values: ['1', 'q'], parents: [] }]);
  });

  it.each<[string, Partial<Patch>, string]>([
    ['another value', { cells: [{ row: 0, column: 'x', from: '2', to: '1' }] }, 'conflict'],
    ['another text', { cells: [{ row: 0, column: 'k', from: 'r', to: 'p' }] }, 'conflict'],
    ['an unknown column', { cells: [{ row: 0, column: 'y', from: '2', to: '1' }] }, 'column_mismatch'],
    ['a text for a number', { cells: [{ row: 0, column: 'x', from: '1.5', to: 'much' }] }, 'column_mismatch'],
    ['an absent row', { cells: [{ row: 9, column: 'x', from: '', to: '1' }] }, 'conflict'],
    ['a taken id', { add: [{ row: 2, label: 'a', values: ['1', 'p'], parents: [] }] }, 'conflict'],
    ['a missing value', { add: [{ row: 3, label: 'a', values: ['1'], parents: [] }] }, 'shape_mismatch'],
    ['a changed row that is dropped', { cells: [{ row: 0, column: 'k', from: 'p', to: '' }], drop: [0] }, 'conflict'],
  ])('refuses %s', (_, patch, code) => {
    expect(() => applyPatch(base(), { ...emptyPatch(), ...patch })).toThrow(expect.objectContaining({ code }));
  });

  it('composes to what the patches do one after the other', () => {
    const text = fc.constantFrom('', 'p', 'q', 'r');
    const number = fc.constantFrom('', '1.5', '2', '-3e2');
    const label = fc.constantFrom('', 'a', 'b', 'c');
    const wish = fc.record({ x: fc.option(number), k: fc.option(text), label: fc.option(label), drop: fc.boolean() });
    const wishes = fc.array(wish, { minLength: 6, maxLength: 6 });
    const patchFor = (
      table: Table,
      of: { x: string | null; k: string | null; label: string | null; drop: boolean }[],
    ) => {
      const patch = emptyPatch();
      const next = Math.max(2, ...table.rowIds) + 1;
      patch.add.push({ row: next, label: 'a', values: ['2', 'q'], context: ['s'], parents: [0] });
      table.rowIds.forEach((row, position) => {
        const { x, k, label: to, drop } = of[row % of.length]!;
        if (drop) return void patch.drop.push(row);
        if (x !== null) patch.cells.push({ row, column: 'x', from: textOf(table.features[0]!, position), to: x });
        if (k !== null) patch.cells.push({ row, column: 'k', from: textOf(table.features[1]!, position), to: k });
        if (to !== null) patch.relabel.push({ row, from: labelText(table, position), to });
      });
      return patch;
    };
    fc.assert(
      fc.property(wishes, wishes, (one, two) => {
        const first = patchFor(base(), one);
        const middle = applyPatch(base(), first);
        // The id that a dropped row had is taken: the second patch begins above every id of the first.
        const second = patchFor(middle, two);
        second.add[0]!.row = 10;
        const inSteps = applyPatch(middle, second);
        expect(rowsOf(applyPatch(base(), composePatches(first, second, NAMES)))).toEqual(rowsOf(inSteps));
      }),
    );
  });
});

describe('context columns', () => {
  it('move out of the features under a role', () => {
    const { context: _, ...plain } = base();
    const table = withContext(plain, { source: 'k' });
    expect(table.features.map(({ name }) => name)).toEqual(['x']);
    expect(contextColumn(table, 'source')).toMatchObject({ name: 'k' });
    expect(contextColumn(table, 'time')).toBeNull();
    expect(sourceColumn(table)).toEqual({ name: 'k', codes: Int32Array.of(0, 1, -1), names: ['p', 'r'] });
    expect(sourceColumn(plain)).toBeNull();
    expect(sourceColumn(withContext(plain, { source: 'x' }))).toMatchObject({
      codes: Int32Array.of(0, -1, 1),
      names: ['1.5', '3'],
    });
  });

  it.each([
    ['an absent column', { id: 'nobody' }, 'column_mismatch'],
    ['the target', { id: 'label' }, 'column_mismatch'],
    ['two roles', { id: 'x', time: 'x' }, 'conflict'],
    ['no feature left', { id: 'x', time: 'k' }, 'empty_dataset'],
  ])('refuse %s', (_, roles, code) => {
    const { context: _context, ...plain } = base();
    expect(() => withContext(plain, roles)).toThrow(expect.objectContaining({ code }));
  });
});
