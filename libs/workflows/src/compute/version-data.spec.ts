import { describe, expect, it } from '@jest/globals';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { emptyPatch, withContext } from '@antidote/tabular';
import { openVersion } from './version-data.js';

/** Rows 0 to 5, in turn from sources s and t, the last without one. */
const CSV = 'x,label,source\n0,a,s\n1,b,t\n2,a,s\n3,b,t\n4,a,s\n5,b,\n';
const { table } = toTable(parseCsv(new TextEncoder().encode(CSV)));
const BASE = encodeTable({ table: withContext(table, { source: 'source' }), leaves: new Uint8Array(6 * 32) });

const trueRows = (drop: number[]) => {
  const patch = { ...emptyPatch(), drop };
  const { trueTable } = openVersion({ base: BASE, target: 'label', patch, truePatch: emptyPatch() });
  return Array.from(trueTable!.rowIds);
};

describe('the labels taken for true', () => {
  it('are those of all rows that the version had, dropped ones too', () => {
    expect(trueRows([])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(trueRows([0, 1, 5])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leave out a source that the version was built without', () => {
    expect(trueRows([1, 3])).toEqual([0, 2, 4, 5]);
  });
});
