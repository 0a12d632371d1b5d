import { describe, expect, it } from '@jest/globals';
import { applyPatch, emptyPatch, type Patch, type Table } from '@antidote/tabular';
import { diffTables } from './table-diff.js';
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
const side = (table: Table) => ({ table, leaves: rowLeaves(table) });
const diff = (patch: Partial<Patch>, window?: { offset: number; limit: number }) =>
  diffTables(side(base), side(applyPatch(base, { ...emptyPatch(), ...patch })), window);

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
    expect(diff(patch, { offset: 1, limit: 1 })).toMatchObject({
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
});
