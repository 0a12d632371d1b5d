import { describe, expect, it } from '@jest/globals';
import { applyPatch, emptyPatch, labelText, type Patch, type Table } from '@antidote/tabular';
import { rowLeaves } from './table-digest.js';
import { erasePatch, eraseRows, tombstoneOf } from './tombstone.js';

const table: Table = {
  rowCount: 3,
  rowIds: Uint32Array.of(0, 1, 2),
  features: [
    { kind: 'numeric', name: 'age', values: Float64Array.of(30, 41, 52) },
    { kind: 'category', name: 'name', codes: Int32Array.of(0, 1, 0), categories: ['ann', 'bob'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 1, 0), classes: ['no', 'yes'] },
  context: [{ kind: 'category', role: 'source', name: 'source', codes: Int32Array.of(0, 0, 0), categories: ['a'] }],
};
const SALT = '00'.repeat(16);

describe('eraseRows', () => {
  const leaves = rowLeaves(table);
  const tombstone = tombstoneOf(1, SALT, leaves.slice(32, 64));
  const erased = eraseRows(table, leaves, [tombstone]);

  it('empties the row and takes its values out of the table, while every other row stays as it is', () => {
    expect(erased.table.rowCount).toBe(3);
    expect(JSON.stringify(erased.table)).not.toContain('bob');
    expect(erased.table.features[0]).toMatchObject({ values: Float64Array.of(30, NaN, 52) });
    expect(erased.table.features[1]).toMatchObject({ codes: Int32Array.of(0, -1, 0), categories: ['ann'] });
    expect([0, 1, 2].map((position) => labelText(erased.table, position))).toEqual(['no', '', 'no']);
    expect(erased.table.context![0]).toMatchObject({ codes: Int32Array.of(0, -1, 0) });
    expect(table.target.codes).toEqual(Int32Array.of(0, 1, 0));
  });

  it('leaves a digest that the values confirm with the salt, and not without it', () => {
    expect(Buffer.from(erased.leaves.slice(32, 64)).toString('hex')).toBe(tombstone.digest);
    expect(erased.leaves.slice(0, 32)).toEqual(leaves.slice(0, 32));
    expect(tombstoneOf(1, SALT, rowLeaves(table).slice(32, 64))).toEqual(tombstone);
    expect(tombstoneOf(1, '11'.repeat(16), leaves.slice(32, 64)).digest).not.toBe(tombstone.digest);
  });
});

describe('erasePatch', () => {
  const patch: Patch = {
    ...emptyPatch(),
    relabel: [
      { row: 0, from: 'no', to: 'yes' },
      { row: 1, from: 'yes', to: 'no' },
    ],
    cells: [{ row: 1, column: 'age', from: '41', to: '99' }],
    drop: [2],
    add: [
      { row: 3, label: 'yes', values: ['41', 'bob'], parents: [1] },
      { row: 4, label: 'no', values: ['41', 'bob'], parents: [3] },
      { row: 5, label: 'no', values: ['1', 'ann'], parents: [0] },
    ],
  };

  it('keeps no value of the row, nor of what was made from it', () => {
    const { patch: kept, alsoErased } = erasePatch(patch, new Set([1]));
    expect(alsoErased).toEqual([3, 4]);
    expect(JSON.stringify(kept)).not.toMatch(/bob|41|99/);
    expect(kept).toMatchObject({ relabel: [{ row: 0 }], cells: [], drop: [2] });
    expect(kept.add[2]).toEqual(patch.add[2]);
  });

  it('still applies to the erased table', () => {
    const leaves = rowLeaves(table);
    const erased = eraseRows(table, leaves, [tombstoneOf(1, SALT, leaves.slice(32, 64))]).table;
    const applied = applyPatch(erased, erasePatch(patch, new Set([1])).patch);
    expect(Array.from(applied.rowIds)).toEqual([0, 1, 3, 4, 5]);
    expect([0, 1, 2, 3, 4].map((position) => labelText(applied, position))).toEqual(['yes', '', '', '', 'no']);
  });
});
