import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyPatch, type Patch } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';
import { parseCsv } from './parse-csv.js';
import { renderCell, renderCsv } from './render-csv.js';
import { rewriteCsv } from './rewrite-csv.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const conflict = expect.objectContaining({ code: 'conflict' });

/** The file with labels changed and nothing else. */
const rewriteLabels = (document: CsvDocument, relabel: Patch['relabel'], target?: string) =>
  rewriteCsv(document, { ...emptyPatch(), relabel }, target);

describe('rewriteCsv with labels', () => {
  it('changes the labels named and keeps every other byte', () => {
    const file = '\uFEFFlabel;"a";b\r\nx;"1,50";\r\n"y ";  2.0;"q""q"\n\n x;+3e0;ä';
    const changes = [
      { row: 2, from: ' x', to: 'y ' },
      { row: 1, from: 'y ', to: 'x' },
      { row: 0, from: 'x', to: 'se;mi "q"' },
    ];
    expect(text(rewriteLabels(parseCsv(Buffer.from(file)), changes))).toBe(
      '\uFEFFlabel;"a";b\r\n"se;mi ""q""";"1,50";\r\n"x";  2.0;"q""q"\n\ny ;+3e0;ä',
    );
  });

  it('writes a label where there was none', () => {
    const document = parseCsv(Buffer.from('a,label\n1,\n2,x\n3,""'));
    const changes = [
      { row: 0, from: '', to: 'x' },
      { row: 2, from: '', to: 'x' },
    ];
    expect(text(rewriteLabels(document, changes))).toBe('a,label\n1,x\n2,x\n3,"x"');
    const numbers = parseCsv(Buffer.from('a,label\n1,NA\n2,0\n3,1\n'));
    expect(text(rewriteLabels(numbers, [{ row: 0, from: '', to: '1' }]))).toBe('a,label\n1,1\n2,0\n3,1\n');
  });

  it('uses the target named', () => {
    const document = parseCsv(Buffer.from('a,label\n1,x\n2,y\n'));
    expect(text(rewriteLabels(document, [{ row: 1, from: '2', to: '1' }], 'a'))).toBe('a,label\n1,x\n1,y\n');
  });

  it('refuses another label than the file has, an absent row and a row twice', () => {
    const document = parseCsv(Buffer.from('a,label\n1,x\n2,y\n'));
    const change = { row: 0, from: 'x', to: 'y' };
    expect(() => rewriteLabels(document, [{ row: 0, from: 'y', to: 'x' }])).toThrow(conflict);
    expect(() => rewriteLabels(document, [{ row: 2, from: 'y', to: 'x' }])).toThrow(conflict);
    expect(() => rewriteLabels(document, [change, change])).toThrow(conflict);
    expect(() => rewriteCsv(document, { ...emptyPatch(), relabel: [change], drop: [0] })).toThrow(conflict);
    expect(() => rewriteCsv(document, { ...emptyPatch(), drop: [5] })).toThrow(conflict);
  });

  it('there and back again gives the same bytes', () => {
    const label = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', ' ', 'ä') });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label, fc.boolean()), { minLength: 1, maxLength: 10 }), (rows) => {
        const lines = rows.map(([from], row) => `${row},${renderCell(from)},"t,${row}"`);
        const bytes = Buffer.from(`id,label,note\n${lines.join('\n')}`);
        const changes = rows.flatMap(([from, to, flip], row) => (flip ? [{ row, from, to }] : []));
        const there = parseCsv(rewriteLabels(parseCsv(bytes), changes));
        expect(there.rows.map((row) => row[1])).toEqual(rows.map(([from, to, flip]) => (flip ? to : from)));
        const back = rewriteLabels(
          there,
          changes.map(({ row, from, to }) => ({ row, from: to, to: from })),
        );
        expect(parseCsv(back).rows).toEqual(parseCsv(bytes).rows);
        rows.forEach(([, , flip], row) => {
          if (!flip) expect(there.raw(row)).toBe(lines[row]);
        });
      }),
    );
  });
});

describe('rewriteCsv', () => {
  it('cuts dropped rows out with their line ends', () => {
    const document = parseCsv(Buffer.from('a,label\r\n1,x\r\n2,"y\nz"\r\n3,x'));
    expect(text(rewriteCsv(document, { ...emptyPatch(), relabel: [{ row: 2, from: 'x', to: 'w' }], drop: [1] }))).toBe(
      'a,label\r\n1,x\r\n3,w',
    );
    expect(text(rewriteCsv(document, { ...emptyPatch(), drop: [2] }))).toBe('a,label\r\n1,x\r\n2,"y\nz"\r\n');
  });
});

describe('renderCsv', () => {
  it('quotes what needs it, and a record that would be an empty line', () => {
    expect(
      text(
        renderCsv(
          ['a', 'b,c'],
          [
            [1, 'x'],
            ['say "hi"', 'two\nlines'],
          ],
        ),
      ),
    ).toBe('a,"b,c"\n1,x\n"say ""hi""","two\nlines"\n');
    expect(parseCsv(renderCsv(['label'], [[''], ['x']])).rows).toEqual([[''], ['x']]);
  });
});
