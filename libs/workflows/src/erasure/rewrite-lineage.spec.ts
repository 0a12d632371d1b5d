import { describe, expect, it } from '@jest/globals';
import { decodeTable, encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { rowLeaves } from '@antidote/data-versioning';
import { emptyPatch, labelText, type Patch } from '@antidote/tabular';
import { rewriteLineage } from './rewrite-lineage.js';

const { table } = toTable(parseCsv(new TextEncoder().encode('x,label\n1,a\n2,b\n3,c\n4,a\n')));
const BASE = encodeTable({ table, leaves: rowLeaves(table) });
const relabelled: Patch = {
  ...emptyPatch(),
  relabel: [
    { row: 1, from: 'b', to: 'a' },
    { row: 3, from: 'a', to: 'b' },
  ],
};

const rewrite = (rows: number[] | 'all', erasedBefore: number[] = [], base = BASE, patch = relabelled) =>
  rewriteLineage({
    base,
    versions: [
      { patch: null, truth: null },
      { patch, truth: null },
    ],
    rows,
    erasedBefore,
    secret: new Uint8Array(32),
  });

const labels = (base: Uint8Array) => {
  const stored = decodeTable(base).table;
  return Array.from(stored.rowIds.keys(), (position) => labelText(stored, position));
};

describe('rewriteLineage', () => {
  it('empties rows in the table and in patches, and gives each a salt of its own', () => {
    const { base, tombstones, versions } = rewrite([2, 1]);
    expect(labels(base)).toEqual(['a', '', '', 'a']);
    expect(tombstones.map(({ row }) => row)).toEqual([1, 2]);
    expect(new Set(tombstones.map(({ salt }) => salt)).size).toBe(2);
    expect(versions[0]!.patch).toBeNull();
    expect(JSON.parse(Buffer.from(versions[1]!.patch!).toString()).relabel).toEqual([{ row: 3, from: 'a', to: 'b' }]);
  });

  it('tells which categories only the erased rows bore', () => {
    const cities = toTable(parseCsv(new TextEncoder().encode('city,n,label\nUlm,1,a\nBern,2,b\nUlm,3,a\n'))).table;
    const base = encodeTable({ table: cities, leaves: rowLeaves(cities) });
    const lost = (rows: number[]) => rewrite(rows, [], base, emptyPatch()).lostCategories;
    expect(lost([1])).toEqual([{ column: 'city', categories: ['Bern'] }]);
    expect(lost([0])).toEqual([]);
  });

  it('takes all rows that hold values still', () => {
    const { base } = rewrite([1, 3]);
    const { base: empty, tombstones, versions } = rewrite('all', [1, 3], base, emptyPatch());
    expect(labels(empty)).toEqual(['', '', '', '']);
    expect(tombstones.map(({ row }) => row)).toEqual([0, 2]);
    expect(versions.map(({ facts: { classes } }) => classes)).toEqual([[], []]);
  });

  it('refuses a row that there is not, or that was erased before', () => {
    expect(() => rewrite([4])).toThrow('no row 4; its rows are 0 to 3');
    expect(() => rewrite([1], [1])).toThrow('row 1 was erased before');
  });
});
