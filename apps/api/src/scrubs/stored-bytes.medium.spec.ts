import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ScrubReport } from '@antidote/contracts';
import { Random } from '@antidote/tabular';
import { loadVersion } from '@antidote/workflows';
import { endedRun } from '../../testing/ended-run.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { startJobs } from '../../testing/start-jobs.js';

const LINES = Array.from({ length: 60 }, (_, row) => `${row},c${row % 3},${row < 30 ? 'no' : 'yes'}`);
const CSV = ['size,k,label', ...LINES, ''].join('\n');

let api: TestApi;
let stopJobs: () => Promise<void>;
let original: string;
let poisoned: string;

const scrub = async () => ScrubReport.parse((await api.send('POST', '/api/v1/scrubs')).body);
const pathOf = (sha256: string) => join(api.blobFolder, sha256.slice(0, 2), sha256);

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  const { body } = await api.send('POST', '/api/v1/datasets', { json: { name: 'kept', csv: CSV } });
  original = body.latest.id;
  const run = { kind: 'poison', versionId: original, spec: { attack: 'uniform', percent: 20, seed: 1 } };
  poisoned = (await endedRun(api.database, (await api.send('POST', '/api/v1/runs', { json: run })).body.id))
    .outputVersionId!;
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

it('finds hundreds of flipped bytes in file, table, patch and ground truth: at every read, and by scrubbing', async () => {
  expect(await scrub()).toMatchObject({ damage: [] });
  const references = (await api.database.blobReferences.list()).filter(({ type }) => type === 'version');
  const parts = new Map(references.map(({ part, sha256 }) => [part, sha256]));
  expect([...parts.keys()].sort()).toEqual(['file', 'ground-truth', 'patch', 'table']);
  const rng = new Random(7);
  for (const [part, sha256] of parts) {
    const bytes = await readFile(pathOf(sha256));
    for (let flip = 0; flip < 100; flip++) {
      const damaged = Buffer.from(bytes);
      damaged[rng.below(bytes.length)]! ^= 1 << rng.below(8);
      await writeFile(pathOf(sha256), damaged);
      await expect(api.blobs.get(sha256)).rejects.toMatchObject({ code: 'digest_mismatch' });
      if (part === 'table' || part === 'patch') {
        await expect(loadVersion(api.database, api.blobs, poisoned)).rejects.toMatchObject({ code: 'digest_mismatch' });
      }
    }
    const { damage } = await scrub();
    expect(damage).toMatchObject([{ sha256, state: 'damaged' }]);
    expect(damage[0]!.references.every((one) => one.part === part && one.dataset === 'kept')).toBe(true);
    // It lies aside now, and is told as missing until the right bytes come back.
    expect((await scrub()).damage).toMatchObject([{ sha256, state: 'missing' }]);
    await api.blobs.put(bytes);
    expect((await scrub()).damage).toEqual([]);
  }
});

it('tells which versions rest on a damaged table', async () => {
  const { baseBlob } = await api.database.versions.storage(original);
  const bytes = await readFile(pathOf(baseBlob));
  await writeFile(pathOf(baseBlob), bytes.subarray(1));
  const { damage } = await scrub();
  const touched = damage.flatMap(({ references }) => references.map(({ id }) => id));
  expect(touched.sort()).toEqual([original, poisoned].sort());
  expect((await api.send('GET', `/api/v1/versions/${original}/export.csv`)).body.code).toBe('not_found');
  await api.blobs.put(bytes);
});

it('exports a version as CSV', async () => {
  const { body, headers } = await api.send('GET', `/api/v1/versions/${original}/export.csv`);
  expect(body).toBe(CSV);
  expect(headers['content-disposition']).toMatch(/filename="kept-[0-9a-f]{8}\.csv"/);
});

it('keeps and shows nothing of an upload that is killed half-way', async () => {
  await api.app.listen(0, '127.0.0.1');
  const before = await readdir(api.blobFolder, { recursive: true });
  const client = request(`${await api.app.getUrl()}/api/v1/datasets`, {
    method: 'POST',
    headers: { authorization: api.authorization, 'content-type': 'multipart/form-data; boundary=b' },
  });
  client.on('error', () => undefined);
  client.write('--b\r\nContent-Disposition: form-data; name="file"; filename="half.csv"\r\n\r\n');
  client.write(CSV.repeat(500));
  const incoming = join(api.blobFolder, 'incoming');
  while ((await readdir(incoming)).length === 0) await new Promise(setImmediate);
  client.destroy();
  while ((await readdir(incoming)).length > 0) await new Promise(setImmediate);
  expect(await readdir(api.blobFolder, { recursive: true })).toEqual(before);
  expect((await api.send('GET', '/api/v1/datasets/half')).status).toBe(404);
});

it('refuses a gzip file that was cut short', async () => {
  const whole = gzipSync(CSV.repeat(50));
  const payload = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="cut.csv.gz"\r\n\r\n'),
    whole.subarray(0, whole.length - 20),
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const { status, body } = await api.send('POST', '/api/v1/datasets', { payload, headers });
  expect([status, body.code]).toEqual([422, 'invalid_encoding']);
});
