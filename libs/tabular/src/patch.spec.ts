import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dropUnusedClasses, labelText, withLabels } from './labels.js';
import { applyPatch } from './apply-patch.js';
import { composePatches } from './compose-patches.js';
import { emptyPatch, type Patch } from './patch.js';
import { selectRows } from './select-rows.js';
import type { Table } from './table.js';

function tableOf(labels: string[], rowIds = labels.map((_, row) => row)): Table {
  const classes = [...new Set(labels.filter((label) => label !== ''))].sort();
  return {
    rowCount: labels.length,
    rowIds: Uint32Array.from(rowIds),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(rowIds) },
      { kind: 'category', name: 'k', codes: Int32Array.from(rowIds, (row) => row % 2), categories: ['even', 'odd'] },
    ],
    target: { name: 'label', codes: Int32Array.from(labels, (label) => classes.indexOf(label)), classes },
  };
}

const labelsOf = (table: Table) => Array.from({ length: table.rowCount }, (_, position) => labelText(table, position));
const conflict = expect.objectContaining({ code: 'conflict' });

describe('applyPatch', () => {
  it('relabels, drops and adds a class in code point order', () => {
    const table = tableOf(['b', 'd', '', 'b']);
    const patch: Patch = {
      ...emptyPatch(),
      relabel: [
        { row: 0, from: 'b', to: 'c' },
        { row: 2, from: '', to: 'a' },
      ],
      drop: [1],
    };
    const result = applyPatch(table, patch);
    expect(labelsOf(result)).toEqual(['c', 'a', 'b']);
    expect(result.target.classes).toEqual(['a', 'b', 'c', 'd']);
    expect(dropUnusedClasses(result).target.classes).toEqual(['a', 'b', 'c']);
    expect(labelsOf(dropUnusedClasses(result))).toEqual(['c', 'a', 'b']);
    expect([...result.rowIds]).toEqual([0, 2, 3]);
    expect(result.features[0]).toMatchObject({ values: Float64Array.of(0, 2, 3) });
    expect(result.features[1]).toMatchObject({ codes: Int32Array.of(0, 0, 1) });
    expect(labelsOf(table)).toEqual(['b', 'd', '', 'b']);
  });

  it('finds rows by id, not by position', () => {
    const table = tableOf(['a', 'b', 'a'], [3, 7, 9]);
    expect(
      labelsOf(applyPatch(table, { ...emptyPatch(), relabel: [{ row: 9, from: 'a', to: 'b' }], drop: [3] })),
    ).toEqual(['b', 'b']);
  });

  it('takes a label away', () => {
    expect(
      labelsOf(
        applyPatch(tableOf(['a', 'b']), { ...emptyPatch(), relabel: [{ row: 0, from: 'a', to: '' }], drop: [] }),
      ),
    ).toEqual(['', 'b']);
  });

  it.each<[string, Patch]>([
    ['another label', { ...emptyPatch(), relabel: [{ row: 0, from: 'b', to: 'a' }], drop: [] }],
    ['an absent row', { ...emptyPatch(), drop: [2] }],
    ['a row twice', { ...emptyPatch(), relabel: [{ row: 0, from: 'a', to: 'b' }], drop: [0] }],
  ])('refuses %s', (_, patch) => {
    expect(() => applyPatch(tableOf(['a', 'b']), patch)).toThrow(conflict);
  });

  it('shares features when no row is dropped', () => {
    const table = tableOf(['a', 'b']);
    expect(applyPatch(table, { ...emptyPatch(), relabel: [{ row: 0, from: 'a', to: 'b' }], drop: [] }).features).toBe(
      table.features,
    );
  });
});

describe('composePatches', () => {
  it('forgets a label that comes back, keeps the first `from`, and a drop wins', () => {
    const first: Patch = {
      ...emptyPatch(),
      relabel: [
        { row: 1, from: 'a', to: 'b' },
        { row: 2, from: 'a', to: 'b' },
        { row: 3, from: 'a', to: 'b' },
      ],
      drop: [9],
    };
    const second: Patch = {
      ...emptyPatch(),
      relabel: [
        { row: 2, from: 'b', to: 'c' },
        { row: 1, from: 'b', to: 'a' },
      ],
      drop: [3, 0],
    };
    expect(composePatches(first, second)).toEqual({
      ...emptyPatch(),
      relabel: [{ row: 2, from: 'a', to: 'c' }],
      drop: [0, 3, 9],
    });
  });

  it('refuses a second patch that does not fit the first', () => {
    const first: Patch = { ...emptyPatch(), relabel: [{ row: 1, from: 'a', to: 'b' }], drop: [2] };
    expect(() =>
      composePatches(first, { ...emptyPatch(), relabel: [{ row: 1, from: 'a', to: 'c' }], drop: [] }),
    ).toThrow(conflict);
    expect(() => composePatches(first, { ...emptyPatch(), drop: [2] })).toThrow(conflict);
  });

  it('does what the two patches do one after the other', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const step = fc.array(fc.option(fc.oneof(label, fc.constant(null)), { nil: undefined }), {
      minLength: 6,
      maxLength: 6,
    });
    const patchFor = (table: Table, wishes: (string | null | undefined)[]): Patch => {
      const patch = emptyPatch();
      table.rowIds.forEach((row, position) => {
        const wish = wishes[row];
        if (wish === null) patch.drop.push(row);
        else if (wish !== undefined) patch.relabel.push({ row, from: labelText(table, position), to: wish });
      });
      return patch;
    };
    fc.assert(
      fc.property(fc.array(label, { minLength: 6, maxLength: 6 }), step, step, (labels, one, two) => {
        const base = tableOf(labels);
        const first = patchFor(base, one);
        const middle = applyPatch(base, first);
        const second = patchFor(middle, two);
        const inSteps = applyPatch(middle, second);
        const atOnce = applyPatch(base, composePatches(first, second));
        expect(labelsOf(atOnce)).toEqual(labelsOf(inSteps));
        expect(atOnce.rowIds).toEqual(inSteps.rowIds);
      }),
    );
  });
});

describe('selectRows and withLabels', () => {
  it('keep codes and refuse a wrong number of labels', () => {
    const table = tableOf(['a', 'b', 'c']);
    expect(labelsOf(selectRows(table, [0, 2]))).toEqual(['a', 'c']);
    expect(labelsOf(withLabels(table, Int32Array.of(2, -1, 0)))).toEqual(['c', '', 'a']);
    expect(() => withLabels(table, Int32Array.of(0))).toThrow(expect.objectContaining({ code: 'shape_mismatch' }));
  });
});
