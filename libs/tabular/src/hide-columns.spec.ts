import { describe, expect, it } from '@jest/globals';
import { blankColumns, HIDDEN_TEXT, hideColumns } from './hide-columns.js';
import type { Table } from './table.js';

const table: Table = {
  rowCount: 3,
  rowIds: Uint32Array.of(0, 1, 2),
  features: [
    { kind: 'numeric', name: 'income', values: Float64Array.of(52_000, NaN, 7) },
    { kind: 'category', name: 'city', codes: Int32Array.of(1, -1, 0), categories: ['Bern', 'Ulm'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 1, 0), classes: ['a', 'b'] },
  context: [{ kind: 'category', role: 'id', name: 'who', codes: Int32Array.of(0, 1, 2), categories: ['x', 'y', 'z'] }],
};

describe('hideColumns', () => {
  it('hides what is there, of features and context alike, and leaves the rest', () => {
    const shown = hideColumns(table, ['income', 'who', 'label', 'absent']);
    expect(shown.features).toEqual([
      { kind: 'category', name: 'income', codes: Int32Array.of(0, -1, 0), categories: [HIDDEN_TEXT] },
      table.features[1],
    ]);
    expect(shown.context).toEqual([
      { kind: 'category', role: 'id', name: 'who', codes: Int32Array.of(0, 0, 0), categories: [HIDDEN_TEXT] },
    ]);
    expect(shown.target).toBe(table.target);
    expect(JSON.stringify(shown)).not.toMatch(/52000|"x"/);
  });

  it('is the same table where nothing is sensitive', () => {
    expect(hideColumns(table, [])).toBe(table);
  });
});

describe('blankColumns', () => {
  it('leaves kinds as they are and values out', () => {
    expect(blankColumns(table, ['income', 'city']).features).toEqual([
      { kind: 'numeric', name: 'income', values: Float64Array.of(NaN, NaN, NaN) },
      { kind: 'category', name: 'city', codes: Int32Array.of(-1, -1, -1), categories: ['Bern', 'Ulm'] },
    ]);
    expect(blankColumns(table, ['income']).features[1]).toBe(table.features[1]);
  });
});
