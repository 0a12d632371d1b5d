import { describe, expect, it } from '@jest/globals';
import { tableDigest } from '@antidote/data-versioning';
import { withContext, type Table } from '@antidote/tabular';
import fc from 'fast-check';
import { parseCsv } from './parse-csv.js';
import { renderCsvPieces } from './render-table.js';
import { toTable } from './to-table.js';

const read = (csv: string, source?: string): Table =>
  withContext(toTable(parseCsv(Buffer.from(csv)), { target: 'label' }).table, source === undefined ? {} : { source });
const write = (table: Table, forSpreadsheet = false) => [...renderCsvPieces(table, { forSpreadsheet })].join('');

describe('renderCsvPieces', () => {
  it('writes features, context and target of a table worked by hand', () => {
    const table = read('x,by,k,label\n1.0,ann,"a,b",yes\n,bob,,no\n-2e3,ann,"say ""hi""",\n', 'by');
    expect(write(table)).toBe('x,k,by,label\n1,"a,b",ann,yes\n,,bob,no\n-2000,"say ""hi""",ann,\n');
  });

  it('keeps spreadsheets from computing texts, and leaves numbers as they are', () => {
    const table = read('x,k,label\n-1,=cmd(),yes\n2,-3,no\n3,@x,yes\n');
    expect(write(table, true)).toBe("x,k,label\n-1,'=cmd(),yes\n2,-3,no\n3,'@x,yes\n");
    expect(write(table)).toContain('-1,=cmd(),yes');
  });

  it('is read again as the same table, in pieces of any number', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('a,b', '"', 'x\ny', "'=1"));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ noNaN: true }), cell), { minLength: 2, maxLength: 20 }), (rows) => {
        const texts = rows.map(([x, k], row) => `${x},"${k.replaceAll('"', '""')}",${row % 2 ? 'p' : 'q'}`);
        const table = read(['x,k,label', ...texts, ''].join('\n'));
        expect(tableDigest(read(write(table)))).toBe(tableDigest(table));
      }),
    );
    const long = read(
      `x,k,label\n${Array.from({ length: 20_000 }, (_, row) => `${row},t${row % 7},${row % 2}`).join('\n')}\n`,
    );
    expect([...renderCsvPieces(long)].length).toBeGreaterThan(2);
    expect(tableDigest(read(write(long)))).toBe(tableDigest(long));
  });
});
