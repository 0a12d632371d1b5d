import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Dataset, Version } from '@antidote/contracts';
import { startFileServer, type FileServer } from '../../testing/file-server.js';
import { startApi, type Answer, type TestApi } from '../../testing/start-api.js';

const CSV = 'size,by,label\n1.0,ann,yes\n2,bob,no\n3,bob,yes\n4,ann,no\n';
const JSONL = CSV.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([size, by, label]) => JSON.stringify({ size: Number(size), by, label }))
  .join('\n');
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

let api: TestApi;
let server: FileServer;

beforeAll(async () => {
  server = await startFileServer((request, response) =>
    response.end(request.url === '/shop.csv' ? CSV : 'x'.repeat(2e6)),
  );
  const limits = { ANTIDOTE_MAX_CLASSES: '3', ANTIDOTE_MAX_UPLOAD_MIB: '1' };
  api = await startApi(limits, { download: server.download });
});

afterAll(async () => {
  await server.stop();
  await api.stop();
});

function register(fields: Record<string, string>, bytes: string | Buffer): Promise<Answer> {
  const part = (disposition: string, value: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]);
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
  const file = part('name="file"; filename="upload"', bytes);
  return api.send('POST', '/api/v1/datasets', {
    payload: Buffer.concat([...parts, file, Buffer.from('--b--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
}

const staged = () => readdir(join(api.blobFolder, 'incoming'));

/** Looks until it is so; the test's own deadline is the limit. */
async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise(setImmediate);
}

describe('registering a file', () => {
  it('gives one version to the same table in any format, and keeps the bytes as they came', async () => {
    const gzip = gzipSync(CSV);
    const first = await register({ name: 'twins', source: 'by', sha256: sha256(gzip) }, gzip);
    expect(first.status).toBe(201);
    const { latest } = Dataset.parse(first.body);
    const { body } = await api.send('GET', `/api/v1/versions/${latest.id}`);
    expect(Version.parse(body)).toMatchObject({
      features: 1,
      columns: [{ name: 'size', type: 'numeric' }],
      file: { format: 'csv', compression: 'gzip', bytes: gzip.length, rowsIn: 4, quarantined: { count: 0 } },
    });
    expect(Buffer.from(await api.blobs.get(sha256(gzip)))).toEqual(gzip);
    const schema = 'columns: [{ name: by, role: source }, { name: label, role: target }]';
    const second = await register({ name: 'twins', schema }, JSONL);
    expect([second.status, Dataset.parse(second.body).latest.id]).toEqual([200, latest.id]);
    const rows = await api.send('GET', `/api/v1/versions/${latest.id}/rows?limit=2&offset=1`);
    expect(rows.body).toEqual({
      columns: ['size'],
      rows: [
        { row: 1, label: 'no', values: ['2'] },
        { row: 2, label: 'yes', values: ['3'] },
      ],
      total: 4,
    });
    expect(await staged()).toEqual([]);
  });

  it('fetches a file from a public server, and tells whence it came', async () => {
    const url = 'https://files.example/shop.csv';
    const json = { name: 'fetched', url, sha256: sha256(CSV), source: 'by', target: 'label' };
    const { status, body } = await api.send('POST', '/api/v1/datasets', { json });
    expect(status).toBe(201);
    const version = await api.send('GET', `/api/v1/versions/${Dataset.parse(body).latest.id}`);
    expect(version.body.file).toMatchObject({ url, format: 'csv', rowsIn: 4 });
    for (const [changed, code] of [
      [{ sha256: sha256('other') }, 'invalid_argument'],
      [{ sha256: undefined, url: 'https://files.example/large' }, 'limit_exceeded'],
      [{ url: 'https://127.0.0.1/' }, 'forbidden'],
      [{ url: 'http://files.example/' }, 'invalid_argument'],
      [{ url: 7 }, 'invalid_argument'],
    ] as const) {
      const answer = await api.send('POST', '/api/v1/datasets', { json: { ...json, name: 'refused', ...changed } });
      expect([changed, answer.body.code]).toEqual([changed, code]);
    }
    expect(await staged()).toEqual([]);
    expect((await api.send('GET', '/api/v1/datasets/refused')).status).toBe(404);
  });

  it('counts the rows that it puts into quarantine', async () => {
    const { status, body } = await register({ name: 'ragged', quarantineBadRows: 'true' }, `${CSV}9\n5,cyd,yes\n`);
    expect(status).toBe(201);
    const version = await api.send('GET', `/api/v1/versions/${Dataset.parse(body).latest.id}`);
    expect(version.body).toMatchObject({
      rows: 5,
      file: { rowsIn: 6, quarantined: { count: 1, rows: [{ row: 4, line: 6, cells: 1 }] } },
    });
  });

  it('leaves nothing of an upload whose client went away in the middle', async () => {
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const boundary = 'multipart/form-data; boundary=b';
    const upload = request({
      port,
      method: 'POST',
      path: '/api/v1/datasets',
      headers: { authorization: api.authorization, 'content-type': boundary, 'content-length': 900_000 },
    });
    upload.on('error', () => undefined);
    upload.write('--b\r\nContent-Disposition: form-data; name="file"; filename="killed.csv"\r\n\r\nx,label\n');
    upload.write(Buffer.alloc(200_000, '1,a\n'));
    await until(async () => (await staged()).length > 0);
    upload.destroy();
    await until(async () => (await staged()).length === 0);
    expect((await api.send('GET', '/api/v1/datasets/killed')).status).toBe(404);
  });

  it('takes naughty strings for labels, columns and values, and gives them back as they are', async () => {
    const naughty = [
      '<script>alert(1)</script>',
      "'; DROP TABLE x;--",
      '${7*7}',
      '../../etc/passwd',
      '\u202etxt',
      '😀',
      '__proto__',
      'constructor',
      '=1+1',
      ' ',
    ];
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const labels = ['<script>alert(1)</script>', '__proto__', '=1+1'];
    const labelOf = (row: number) => labels[row % labels.length]!;
    const file = [
      ['__proto__', 'toString', '<b>', 'label'].map(quoted).join(','),
      ...naughty.map((text, row) => [text, String(row), text, labelOf(row)].map(quoted).join(',')),
    ].join('\n');
    const { status, body } = await register({ name: 'naughty', target: 'label' }, Buffer.from(`${file}\n`));
    expect(status).toBe(201);
    const { latest } = Dataset.parse(body);
    expect(latest.classes.map(({ label }) => label).sort()).toEqual([...labels].sort());
    const rows = await api.send('GET', `/api/v1/versions/${latest.id}/rows?limit=100`);
    expect(rows.body).toEqual({
      columns: ['__proto__', 'toString', '<b>'],
      rows: naughty.map((text, row) => ({ row, label: labelOf(row), values: [text, String(row), text] })),
      total: naughty.length,
    });
  });

  it.each(['../up', 'a b', 'A', '', '__proto__', 'con<', 'x'.repeat(101)])('refuses the name %j', async (name) => {
    const answer = await register({ name }, CSV);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_argument']);
  });

  it.each<[string, Record<string, string>, string | Buffer, number, string]>([
    ['another hash', { sha256: sha256('other') }, CSV, 400, 'invalid_argument'],
    ['a hash that is none', { sha256: 'abc' }, CSV, 400, 'invalid_argument'],
    ['a schema that is none', { schema: 'columns: 7' }, CSV, 400, 'invalid_argument'],
    [
      'a role twice',
      { schema: 'columns: [{name: by, role: id}, {name: size, role: id}]' },
      CSV,
      400,
      'invalid_argument',
    ],
    ['a role of no column', { time: 'when' }, CSV, 422, 'column_mismatch'],
    ['a ragged row', {}, `${CSV}9\n`, 422, 'ragged_row'],
    ['too many classes', {}, 'x,label\n1,a\n1,b\n1,c\n1,d\n', 413, 'limit_exceeded'],
    ['a gzip bomb', {}, gzipSync(Buffer.alloc(20_000_000, 'x')), 413, 'limit_exceeded'],
    ['a spreadsheet', {}, Buffer.from('PK\x03\x04 and more'), 415, 'unsupported_media_type'],
    ['a broken Parquet', {}, Buffer.from('PAR1 and more'), 422, 'invalid_parquet'],
    ['bytes that are no UTF-8', {}, Buffer.from('x,label\n\xff,a\n1,b\n', 'latin1'), 422, 'invalid_encoding'],
    ['a gzip file that is cut short', {}, gzipSync(CSV.repeat(50)).subarray(0, 40), 422, 'invalid_encoding'],
  ])('refuses %s and keeps nothing', async (_, fields, bytes, status, code) => {
    const answer = await register({ name: 'refused', ...fields }, bytes);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await staged()).toEqual([]);
    expect((await api.send('GET', '/api/v1/datasets/refused')).status).toBe(404);
  });
});
