import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DomainError, labelText } from '@antidote/tabular';
import { parseCsv } from '../parse-csv.js';
import { renderCsv } from '../render-csv.js';
import { toTable } from '../to-table.js';
import { CsvTokenizer } from './csv-tokenizer.js';
import { DEFAULT_INGEST_LIMITS } from './ingest-limits.js';
import { readTableFile, type ReadTableOptions } from './read-table-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function read(bytes: string | Uint8Array, options: ReadTableOptions = {}) {
  const path = join(folder, String(files++));
  await writeFile(path, bytes);
  return readTableFile(path, options);
}
const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({ code, ...(message && { message: expect.stringMatching(message) }) });

const CSV = 'size,colour,label\n1.0,red,yes\n2,,no\nNA,"blue, dark",yes\n';

describe('readTableFile', () => {
  it('gives the table of a small file', async () => {
    const { table, format, rowsIn, warnings } = await read(CSV);
    expect(table.features).toEqual([
      { kind: 'numeric', name: 'size', values: Float64Array.of(1, 2, NaN) },
      { kind: 'category', name: 'colour', codes: Int32Array.of(1, -1, 0), categories: ['blue, dark', 'red'] },
    ]);
    expect([0, 1, 2].map((position) => labelText(table, position))).toEqual(['yes', 'no', 'yes']);
    expect(format).toEqual({
      format: 'csv',
      compression: null,
      dialect: { delimiter: ',', newline: '\n', bom: false },
    });
    expect([rowsIn, warnings]).toEqual([3, [expect.stringContaining('single row')]]);
  });

  it('gives the same table for CSV, gzip, JSON Lines and Parquet', async () => {
    const { table } = await read(CSV);
    const jsonl = [
      { size: 1, colour: 'red', label: 'yes' },
      { size: 2, colour: null, label: 'no' },
      { label: 'yes', size: null, colour: 'blue, dark' },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n');
    const parquet = parquetWriteBuffer({
      columnData: [
        { name: 'size', data: [1, 2, null], type: 'DOUBLE' },
        { name: 'colour', data: ['red', null, 'blue, dark'], type: 'STRING' },
        { name: 'label', data: ['yes', 'no', 'yes'], type: 'STRING' },
      ],
    });
    const semicolons = '\uFEFF' + 'size;colour;label\r\n1;red;yes\r\n2;;no\r\n;"blue, dark";yes\r\n';
    for (const twin of [gzipSync(CSV), jsonl, gzipSync(jsonl), new Uint8Array(parquet), semicolons]) {
      const other = await read(twin);
      expect(other.table).toEqual(table);
    }
    expect((await read(semicolons)).format.dialect).toEqual({ delimiter: ';', newline: '\r\n', bom: true });
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('plain'));
  });

  it('agrees with toTable(parseCsv) on any file, or refuses it alike', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        'NA',
        'nan',
        '1',
        '2.50',
        '-0',
        '1e3',
        ' x',
        '"',
        'a,b',
        'line\nend',
        'cr\r',
        '__proto__',
        'é€😀',
      ),
      fc.string(),
    );
    const record = fc.array(cell, { minLength: 3, maxLength: 3 });
    const path = join(folder, 'any');
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 12 }), async (rows) => {
        const bytes = renderCsv(['a', 'b', 'label'], rows);
        let expected: unknown;
        try {
          expected = toTable(parseCsv(bytes)).table;
        } catch (error) {
          expected = (error as DomainError).code;
        }
        await writeFile(path, bytes);
        const given = await readTableFile(path).then(
          ({ table }) => table,
          (error: DomainError) => error.code,
        );
        expect(given).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('reads a column again whose texts come after numbers', async () => {
    const { table, warnings } = await read(`x,label\n${'01,a\n2,b\n'.repeat(20)}oops,a\n`);
    expect(table.features[0]).toMatchObject({ kind: 'category', categories: ['01', '2', 'oops'] });
    expect(warnings).toEqual([expect.stringMatching(/"x" is read as a category: 1 of its 41 .* row 40/)]);
    expect(warnings.join()).not.toContain('oops');
  });

  it('keeps roles beside the features and types as declared', async () => {
    const csv = 'zip,by,label,when\n01,ann,a,1\n02,bob,b,2\n';
    const { table } = await read(csv, { roles: { source: 'by', time: 'when' }, types: new Map([['zip', 'category']]) });
    expect(table.features).toMatchObject([{ kind: 'category', name: 'zip', categories: ['01', '02'] }]);
    expect(table.context).toMatchObject([
      { role: 'source', kind: 'category', name: 'by' },
      { role: 'time', kind: 'numeric', name: 'when' },
    ]);
    const numeric = { types: new Map([['by', 'numeric' as const]]) };
    await expect(read(csv, numeric)).rejects.toThrow(refused('column_mismatch', /Row 0 has a text in column "by"/));
    await expect(read(csv, { roles: { id: 'nobody' } })).rejects.toThrow(refused('column_mismatch'));
    await expect(read(csv, { roles: { id: 'label' } })).rejects.toThrow(refused('conflict'));
    await expect(read(csv, { roles: { id: 'by', time: 'by' } })).rejects.toThrow(refused('conflict'));
  });

  it('puts ragged rows into quarantine on request, and counts them', async () => {
    const csv = 'x,label\n1,a\n2,b,c\n3,b\n4\n5,a\n';
    await expect(read(csv)).rejects.toThrow(refused('ragged_row', /Line 3 has 3 cells, the header has 2/));
    const { table, rowsIn, quarantined } = await read(csv, { quarantineRaggedRows: true });
    expect([...table.rowIds]).toEqual([0, 2, 4]);
    expect([rowsIn, quarantined]).toEqual([
      5,
      {
        count: 2,
        rows: [
          { row: 1, line: 3, cells: 3 },
          { row: 3, line: 5, cells: 1 },
        ],
      },
    ]);
  });

  it('refuses a source whose name is too long to be asked about', async () => {
    const csv = `a,by,label\n1,${'s'.repeat(1000)},x\n2,crew,y\n`;
    const roles = { source: 'by' };
    expect((await read(csv, { roles })).table.rowCount).toBe(2);
    await expect(read(csv.replace('crew', 's'.repeat(1001)), { roles })).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limitName: 'sourceName', limit: 1000 },
    });
  });

  it('takes colons, braces and quotes inside of JSON texts for text', async () => {
    const odd = ['{"a":":{","b:":"\\\\","label":"x\\":"}', '{"a":"\\"a\\":1","b:":":","label":"y"}'].join('\n');
    expect((await read(odd)).table.features.map(({ name }) => name)).toEqual(['a', 'b:']);
  });

  it('treats columns called __proto__ and constructor as data', async () => {
    const names = ['__proto__', 'constructor', 'label'];
    const { table } = await read(`${names.join(',')}\n1,p,a\n2,q,b\n`);
    expect(table.features.map(({ name }) => name)).toEqual(names.slice(0, 2));
    const jsonl = '{"__proto__": 1, "constructor": "p", "label": "a"}\n{"label": "b"}\n';
    expect((await read(jsonl)).table.features).toMatchObject([
      { name: '__proto__', values: Float64Array.of(1, NaN) },
      { name: 'constructor', codes: Int32Array.of(0, -1), categories: ['p'] },
    ]);
  });

  it('keeps labels exact, whatever they are in the file', async () => {
    const { table } = await read('{"x":1,"label":12345678901234567890}\n{"x":2,"label":true}\n{"x":2,"label":" a"}\n');
    expect(table.target.classes).toEqual([' a', '12345678901234567890', 'true']);
  });

  const small = (limits: Partial<typeof DEFAULT_INGEST_LIMITS>) => ({
    limits: { ...DEFAULT_INGEST_LIMITS, ...limits },
  });
  it.each<[string, string | Uint8Array, Partial<typeof DEFAULT_INGEST_LIMITS>]>([
    ['columns', 'a,b,label\n1,2,x\n3,4,y\n', { columns: 2 }],
    ['columns', '{"a":1,"b":2,"label":"x"}', { columns: 2 }],
    ['rows', 'a,label\n1,x\n2,y\n', { rows: 1 }],
    ['rows', '{"a":1,"label":"x"}\n{"a":1,"label":"y"}', { rows: 1 }],
    ['cellBytes', 'a,label\n12345,x\n2,y\n', { cellBytes: 4 }],
    ['cellBytes', 'a,label\n"12345",x\n2,y\n', { cellBytes: 4 }],
    ['cellBytes', 'a,label\n"never closed,x\n2,y\n', { cellBytes: 4 }],
    ['classes', `a,label\n${Array.from({ length: 9 }, (_, row) => `1,c${row}`).join('\n')}`, { classes: 3 }],
    ['decompressionRatio', gzipSync('a,label\n' + '1,x\n'.repeat(1e6)), {}],
    ['decompressedBytes', gzipSync(CSV), { decompressedBytes: 20 }],
    ['distinctText', 'a,label\nlong text,x\nother text,y\n', { distinctText: 10 }],
  ])('names the limit %s', async (name, bytes, limits) => {
    await expect(read(bytes, small(limits))).rejects.toThrow(refused('limit_exceeded', new RegExp(`\`${name}\``)));
  });

  it.each<[string, string | Uint8Array, string, RegExp]>([
    [
      'bad UTF-8 late in a file',
      Buffer.concat([Buffer.from('a,label\n' + '1,x\n'.repeat(400_000)), Buffer.of(0xff)]),
      'invalid_encoding',
      /byte 1600008 is 0xFF/,
    ],
    [
      'a cut character at the end',
      Buffer.concat([Buffer.from('a,label\n1,x\n2,'), Buffer.of(0xe2, 0x82)]),
      'invalid_encoding',
      /byte 14/,
    ],
    ['NUL', 'a,label\n1,x\0\n', 'invalid_encoding', /byte 11 is NUL/],
    ['an open quote', 'a,label\n1,x\n2,y\n3,"z\n4,w\n', 'invalid_csv', /Line 4 opens a quote/],
    ['a stray quote', 'a,label\n1,x\n2,y"z\n', 'invalid_csv', /line 3 has a quote inside/],
    ['an empty file', '', 'missing_header', /empty/],
    ['no rows', 'a,label\n', 'empty_dataset', /no rows/],
    ['one column', 'label\na\nb\n', 'empty_dataset', /no column for a feature/],
    ['one class', 'a,label\n1,x\n2,x\n', 'single_class', /is the same/],
    ['no labels', 'a,label\n1,\n2,\n', 'target_missing', /No row has a label/],
    ['equal names', 'a,a,label\n1,2,x\n', 'duplicate_header', /Columns 1 and 2/],
    ['a list in JSON', '{"a":[1],"label":"x"}', 'invalid_json', /Line 1 has a list or an object in column 1/],
    [
      'a name too long',
      `${'n'.repeat(1001)},label\n1,x\n`,
      'limit_exceeded',
      /column 1 has 1001 characters; the limit `columnName` is 1000/,
    ],
    [
      'a key twice in JSON',
      '{"a":1,"label":"x"}\n{"a":1,"label":"x","a":"2"}',
      'duplicate_header',
      /Line 2 has a key twice/,
    ],
    [
      'one JSON array',
      '[\n  {"a":1,"label":"x"},\n  {"a":2,"label":"y"}\n]',
      'invalid_json',
      /give JSON Lines: one object a line/,
    ],
    ['broken JSON', '{"a":1,"label":"x"}\n{"a":', 'invalid_json', /Line 2 is no JSON/],
    ['cut gzip', gzipSync(CSV.repeat(1)).subarray(0, 40), 'invalid_encoding', /gzip file is cut short/],
    ['gzip in gzip', gzipSync(gzipSync(CSV)), 'unsupported_media_type', /compressed twice/],
    ['a spreadsheet', Buffer.from('PK\x03\x04rest'), 'unsupported_media_type', /zip archive or a spreadsheet/],
    ['a cut Parquet', Buffer.from('PAR1 and no more'), 'invalid_parquet', /end is missing/],
  ])('refuses %s', async (_, bytes, code, message) => {
    await expect(read(bytes)).rejects.toThrow(refused(code, message));
  });
});

/** Has a quote inside a cell that is not in quotes, and another phone number in its JSON: no strict reader passes it. */
const CONTRADICTORY = 'location_coordinates';

describe('csv-spectrum', () => {
  const root = fileURLToPath(new URL('../../../../node_modules/csv-spectrum/', import.meta.url));
  it('passes, in pieces of any size, but for the file that contradicts itself', async () => {
    const names = (await readdir(join(root, 'csvs'))).map((name) => name.replace(/\.csv$/, ''));
    expect(names.length).toBeGreaterThan(9);
    await expect(readTableFile(join(root, 'csvs', `${CONTRADICTORY}.csv`))).rejects.toBeInstanceOf(DomainError);
    for (const name of names.filter((name) => name !== CONTRADICTORY)) {
      const text = (await readFile(join(root, 'csvs', `${name}.csv`), 'utf8')).replace(/^\uFEFF/, '');
      const wanted = JSON.parse(await readFile(join(root, 'json', `${name}.json`), 'utf8')) as Record<string, string>[];
      for (const piece of [1, 2, 7, text.length]) {
        const records: string[][] = [];
        const tokenizer = new CsvTokenizer(44, DEFAULT_INGEST_LIMITS, (cells, width) =>
          records.push(cells.slice(0, width)),
        );
        for (let at = 0; at < text.length; at += piece) tokenizer.push(text.slice(at, at + piece));
        tokenizer.end();
        const [header, ...rows] = records as [string[], ...string[][]];
        const objects = rows.map((row) => Object.fromEntries(row.map((cell, column) => [header[column], cell])));
        expect({ name, objects }).toEqual({ name, objects: wanted });
      }
    }
  });
});
