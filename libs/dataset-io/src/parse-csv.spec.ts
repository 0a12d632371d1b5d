import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError } from '@antidote/tabular';
import { parseCsv } from './parse-csv.js';
import { renderCell } from './render-csv.js';

const parseText = (text: string) => parseCsv(Buffer.from(text));

function refusalOf(input: string | Uint8Array): Pick<DomainError, 'code' | 'message' | 'details'> {
  try {
    parseCsv(typeof input === 'string' ? Buffer.from(input) : input);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('it was accepted');
}

describe('parseCsv', () => {
  it('reads cells as they are', () => {
    const document = parseText('a,b,label\n1.0, x ,"say ""hi"", twice"\n,NA,"two\r\nlines"\n');
    expect(document.header).toEqual(['a', 'b', 'label']);
    expect(document.rows).toEqual([
      ['1.0', ' x ', 'say "hi", twice'],
      ['', 'NA', 'two\r\nlines'],
    ]);
    expect(document).toMatchObject({ delimiter: ',', bom: false, newline: '\n' });
    expect([document.raw(0), document.raw(1)]).toEqual(['1.0, x ,"say ""hi"", twice"', ',NA,"two\r\nlines"']);
    expect([document.lineOf(0), document.lineOf(1)]).toEqual([2, 3]);
  });

  it.each(['\n', '\r\n', '\r'] as const)('reads lines that end with %j, with and without the last', (newline) => {
    const lines = ['a,label', '1,x', '2,y'];
    for (const text of [lines.join(newline), lines.join(newline) + newline]) {
      const document = parseText(text);
      expect(document.newline).toBe(newline);
      expect(document.rows).toEqual([
        ['1', 'x'],
        ['2', 'y'],
      ]);
      expect(document.lineOf(1)).toBe(3);
    }
  });

  it('reads several kinds of line ends in one file and skips empty lines', () => {
    const document = parseText('\na,label\r\n\r\n1,x\n\n2,y\r3,z\n\n');
    expect(document.rows).toEqual([
      ['1', 'x'],
      ['2', 'y'],
      ['3', 'z'],
    ]);
    expect([0, 1, 2].map((row) => document.lineOf(row))).toEqual([4, 6, 7]);
    expect([0, 1, 2].map((row) => document.raw(row))).toEqual(['1,x', '2,y', '3,z']);
  });

  it('reads a byte order mark as none of the first name', () => {
    const document = parseText('\uFEFFa,label\n1,x\n');
    expect(document.bom).toBe(true);
    expect(document.header).toEqual(['a', 'label']);
    expect(document.raw(0)).toBe('1,x');
  });

  it.each([
    [',', 'a,label\n1;5,x\n2;5,y\n'],
    [';', 'a;b;label\n1,5;2,5;x\n1,5;2,0;y\n'],
    ['\t', 'a\tlabel\n1,5\tx\n'],
    ['|', 'a|label\n1|x\n'],
    [';', '"value, unit, more";label\n1;x\n'],
    [',', '"a;b;c",label\n1,x\n'],
    [';', 'size, mm;weight, kg;label\n1;2;x\n3;4;y\n'],
    [',', 'a;b,c;d,label\n1,2,x\n3,4,y\n'],
    [';', 'a;b,c\n'.replace('\n', ';label\n') + '1;2;x\n'],
  ])('finds the delimiter %j', (delimiter, text) => {
    expect(parseText(text).delimiter).toBe(delimiter);
  });

  it('reads numbers as names, and one column', () => {
    expect(parseText('0,1,2\n0,3,7\n1,3,8\n').header).toEqual(['0', '1', '2']);
    expect(parseText('0,1,2\n5,3,2\n6,3,1\n').header).toEqual(['0', '1', '2']);
    expect(parseText('label\nx\ny\n').rows).toEqual([['x'], ['y']]);
  });

  it.each([
    ['\xff', 8],
    ['\xc3\x28', 8],
    ['\xe2\x82', 8],
    ['\xed\xa0\x80', 8],
  ])('refuses bytes that are no UTF-8 and names the offset', (bytes, offset) => {
    const refusal = refusalOf(Buffer.from(`a,label\n${bytes},x\n`, 'latin1'));
    expect(refusal).toMatchObject({ code: 'invalid_encoding', details: { offset } });
    expect(refusal.message).toContain(`byte ${offset}`);
  });

  it('counts bytes, not characters, and takes a real replacement character', () => {
    const good = 'ä,\uFFFD,label\n1,2,x\n';
    expect(parseText(good).header[1]).toBe('\uFFFD');
    const offset = Buffer.byteLength(good);
    expect(refusalOf(Buffer.concat([Buffer.from(good), Buffer.of(0xff)])).details).toMatchObject({ offset });
  });

  it('tells UTF-16 and binary files', () => {
    expect(refusalOf(Buffer.from('\uFEFFa,label\n', 'utf16le')).message).toContain('UTF-16');
    expect(refusalOf('a,label\n1,\0\n')).toMatchObject({ code: 'invalid_encoding', details: { offset: 10 } });
  });

  it.each<[string, string, string, string]>([
    ['an empty file', '', 'missing_header', 'empty'],
    ['a byte order mark alone', '\uFEFF', 'missing_header', 'empty'],
    ['empty lines alone', '\n\r\n', 'missing_header', 'empty'],
    ['a header alone', 'a,label\n', 'empty_dataset', 'no rows'],
    ['data without a header', '5.1,3.5,setosa\n4.9,3.0,setosa\n6,3,virginica\n', 'missing_header', 'looks like data'],
    ['numbers without a header', '1,2,0\n2,3,1\n3,4,0\n', 'missing_header', 'looks like data'],
    ['a name that is absent', 'a,,label\n1,2,x\n', 'empty_header', 'column 2 of 3'],
    ['names that are blank', 'a, ,label,\n1,2,x,\n', 'empty_header', 'columns 2, 4 of 4'],
    ['a name twice', 'a,b,a,label\n1,2,3,x\n', 'duplicate_header', 'Columns 1 and 3 are both named "a"'],
    ['a short row', 'a,b,label\n1,2,x\n\n1,y\n', 'ragged_row', 'Line 4 has 2 cells, the header has 3'],
    ['a long row', 'a,label\r\n1,x\r\n1,2,y\r\n', 'ragged_row', 'Line 3 has 3 cells, the header has 2'],
    ['a row of one cell', 'a,label\n1\n', 'ragged_row', 'Line 2 has 1 cell,'],
    ['a ragged row after cells of several lines', 'a,label\n"1\r\n2\n3",x\n1\n', 'ragged_row', 'Line 5 '],
    ['a quote that stays open', 'a,label\n1,x\n2,"y\n3,z\n', 'invalid_csv', 'Line 3 opens a quote'],
    ['an open quote after one of several lines', 'a,b,label\n"1\n2",3,"y\n', 'invalid_csv', 'Line 3 opens a quote'],
    ['text after a quote', 'a,label\n1,"x"y\n', 'invalid_csv', 'line 2'],
    ['a quote inside a cell', 'a,label\n1,x\n5" pipe,y\n', 'invalid_csv', 'line 3'],
  ])('refuses %s', (_, text, code, message) => {
    const refusal = refusalOf(text);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(message);
  });

  it('names both positions of a duplicate in its details', () => {
    expect(refusalOf('a,b,a,label\n1,2,3,x\n').details).toEqual({ positions: [1, 3] });
  });

  it('reads back whatever is written, in every dialect, byte ranges included', () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', ' ', 'ä', '😀') }));
    const text = cell.filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        (rows, delimiter, newline, bom, quoted) => {
          const lines = rows.map((row) => row.map((value) => renderCell(value, delimiter, quoted)).join(delimiter));
          const file = (bom ? '\uFEFF' : '') + [`name${delimiter}target column`, ...lines].join(newline) + newline;
          const document = parseText(file);
          expect(document.rows).toEqual(rows);
          expect(document).toMatchObject({ delimiter, newline, bom });
          rows.forEach((row, index) => {
            row.forEach((value, column) => {
              const { start, end } = document.cellSpan(index, column);
              expect(Buffer.from(document.bytes.subarray(start, end)).toString()).toBe(
                renderCell(value, delimiter, quoted),
              );
            });
          });
        },
      ),
    );
  });

  it('takes or refuses anything, and what it takes covers every byte once', () => {
    const noise = fc.string({
      unit: fc.constantFrom('a', '1', '"', ',', ';', '\n', '\r', ' ', '\uFEFF', 'ä'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(noise, (tail) => {
        const file = Buffer.from(`x,label\n${tail}`);
        try {
          const document = parseCsv(file);
          const records = document.rows.map((_, row) => document.raw(row));
          expect(file.toString().replace(/[\r\n]+/g, '')).toBe(
            ['x,label', ...records].join('').replace(/[\r\n]+/g, ''),
          );
          document.rows.forEach((cells) => expect(cells).toHaveLength(2));
        } catch (error) {
          expect(error).toMatchObject({ name: 'DomainError', message: expect.stringMatching(/\.$/) });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
