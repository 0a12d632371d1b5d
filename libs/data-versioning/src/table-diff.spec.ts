import { describe, expect, it } from '@jest/globals';
import { applyPatch, emptyPatch, touchedRows, type Patch, type Table } from '@antidote/tabular';
import { byLeaves, byTouchedRows } from './rows-differ.js';
import { diffTables, type DiffOptions } from './table-diff.js';
import { rowLeaves } from './table-digest.js';

const base: Table = {
  rowCount: 5,
  rowIds: Uint32Array.of(0, 1, 2, 3, 4),
  features: [
    { kind: 'numeric', name: 'x', values: Float64Array.of(1, 2, 3, 4, NaN) },
    { kind: 'category', name: 'k', codes: Int32Array.of(0, 1, 0, 1, -1), categories: ['p', 'q'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 0, 0, 1, 1), classes: ['setosa', 'virginica'] },
  context: [
    { kind: 'category', role: 'source', name: 'by', codes: Int32Array.of(0, 1, 1, 0, 0), categories: ['A', 'B'] },
  ],
};
const diff = (patch: Partial<Patch>, more: Partial<DiffOptions> = {}) => {
  const whole = { ...emptyPatch(), ...patch };
  const after = applyPatch(base, whole);
  const differ = byTouchedRows(base, after, touchedRows(whole));
  const found = diffTables(base, after, { differ, ...more });
  expect(diffTables(base, after, { differ: byLeaves(rowLeaves(base), rowLeaves(after)), ...more })).toEqual(found);
  return found;
};

describe('diffTables', () => {
  it('finds nothing between equal tables', () => {
    expect(diff({})).toMatchObject({ changedRows: 0, labelGroups: [], columns: [], cells: { total: 0, shown: [] } });
  });

  it('groups labels by source, the largest group first', () => {
    const relabel = [0, 1, 2].map((row) => ({ row, from: 'setosa', to: 'virginica' }));
    expect(diff({ relabel })).toMatchObject({
      changedLabels: 3,
      labelGroups: [
        { from: 'setosa', to: 'virginica', source: 'B', rows: 2 },
        { from: 'setosa', to: 'virginica', source: 'A', rows: 1 },
      ],
      columns: [],
      classes: [
        { label: 'setosa', before: 3, after: 0 },
        { label: 'virginica', before: 2, after: 5 },
      ],
    });
  });

  it('tells cells in windows, rows added and dropped, and statistics of what changed', () => {
    const patch: Partial<Patch> = {
      cells: [
        { row: 0, column: 'x', from: '1', to: '5' },
        { row: 1, column: 'k', from: 'q', to: '' },
      ],
      drop: [4],
      add: [{ row: 7, label: 'setosa', values: ['6', 'r'], parents: [] }],
    };
    expect(diff(patch, { window: { offset: 1, limit: 1 } })).toMatchObject({
      rowsBefore: 5,
      rowsAfter: 5,
      changedRows: 2,
      cells: { total: 2, offset: 1, shown: [{ row: 1, column: 'k', from: 'q', to: '' }] },
      added: { total: 1, rows: [7] },
      dropped: { total: 1, rows: [4] },
      columns: [
        {
          name: 'x',
          before: { missing: 1, mean: 2.5, sd: expect.closeTo(1.2909944) },
          after: { missing: 0, mean: 4, sd: expect.closeTo(1.5811388) },
        },
        { name: 'k', before: { distinct: 2, missing: 1 }, after: { distinct: 3, missing: 1 } },
      ],
    });
  });

  it('hides values and statistics of sensitive columns, and tells that they changed', () => {
    const patch: Partial<Patch> = {
      cells: [
        { row: 0, column: 'x', from: '1', to: '53' },
        { row: 1, column: 'k', from: 'q', to: '' },
      ],
    };
    const found = diff(patch, { sensitive: ['x', 'k'] });
    expect(found).toMatchObject({
      changedRows: 2,
      cells: {
        shown: [
          { row: 0, column: 'x', from: '(hidden)', to: '(hidden)' },
          { row: 1, column: 'k', from: '(hidden)', to: '' },
        ],
      },
      columns: [{ name: 'x', before: { missing: 1, mean: null, sd: null } }, { name: 'k' }],
    });
    expect(JSON.stringify(found)).not.toMatch(/53|"q"/);
  });

  it('takes a row that two patches touch alike for unchanged', () => {
    const relabel = [{ row: 1, from: 'setosa', to: 'virginica' }];
    const same = applyPatch(base, { ...emptyPatch(), relabel });
    const differ = byTouchedRows(same, same, new Set([1]));
    expect(diffTables(same, same, { differ })).toMatchObject({ changedRows: 0, changedLabels: 0 });
  });
});
