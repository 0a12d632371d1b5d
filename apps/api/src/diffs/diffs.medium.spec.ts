import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PoisonTruth, RowProof, VersionDiff, VersionVerification } from '@antidote/contracts';
import { verifyInclusion } from '@antidote/data-versioning';
import { personOf } from '../../testing/accounts.js';
import { endedRun } from '../../testing/ended-run.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { startJobs } from '../../testing/start-jobs.js';

const LINES = Array.from({ length: 40 }, (_, row) => `${row},${row % 2 ? 'ann' : 'bob'},${row < 20 ? 'no' : 'yes'}`);
const CSV = ['size,by,label', ...LINES, ''].join('\n');

let api: TestApi;
let stopJobs: () => Promise<void>;
let original: string;
let poisoned: string;

const get = (path: string) => api.send('GET', `/api/v1/${path}`);

async function register(name: string, csv: string): Promise<string> {
  const { body } = await api.send('POST', '/api/v1/datasets', { json: { name, csv } });
  return body.latest.id;
}

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  original = await register('shop', CSV);
  const spec = { attack: 'uniform', percent: 25, seed: 3 };
  const { body } = await api.send('POST', '/api/v1/runs', { json: { kind: 'poison', versionId: original, spec } });
  poisoned = (await endedRun(api.database, body.id)).outputVersionId!;
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

it('shows what a poisoned version changed, label groups first', async () => {
  const { status, body } = await get(`datasets/shop/diff?from=${original}&to=${poisoned}&limit=4&offset=2`);
  expect(status).toBe(200);
  const diff = VersionDiff.parse(body);
  expect(diff).toMatchObject({ matchedBy: 'lineage', changedLabels: 10, changedRows: 10, rowsBefore: 40, columns: [] });
  expect(diff.labelGroups.reduce((sum, { rows }) => sum + rows, 0)).toBe(10);
  expect(diff.cells).toMatchObject({ total: 10, offset: 2 });
  expect(diff.cells.shown).toHaveLength(4);
  const back = await get(`datasets/shop/diff?from=${poisoned}&to=${original}`);
  expect(back.body.classes).toEqual(
    diff.classes.map(({ label, before, after }) => ({ label, before: after, after: before })),
  );
});

it('matches rows of two files by position, and says so', async () => {
  const next = await register('shop', CSV.replace('3,ann,no', '3,ann,yes').replace('5,ann', '55,ann'));
  const { body } = await get(`datasets/shop/diff?from=${original}&to=${next}`);
  expect(body).toMatchObject({
    matchedBy: 'position',
    labelGroups: [{ from: 'no', to: 'yes', source: null, rows: 1 }],
    cells: {
      shown: [
        { row: 3, column: 'label', from: 'no', to: 'yes' },
        { row: 5, column: 'size', from: '5', to: '55' },
      ],
    },
  });
});

it('refuses a version of another dataset, and windows that are none', async () => {
  const other = await register('other', CSV);
  expect((await get(`datasets/shop/diff?from=${original}&to=${other}`)).status).toBe(404);
  for (const query of ['', `from=${original}`, `from=${original}&to=x`, `from=${original}&to=${poisoned}&limit=5000`]) {
    expect((await get(`datasets/shop/diff?${query}`)).status).toBe(400);
  }
});

it('proves a row by the digest alone, and verifies a whole version', async () => {
  const { digest } = (await get(`versions/${poisoned}`)).body;
  const { row, leaf, index, size, proof } = RowProof.parse((await get(`versions/${poisoned}/proof?row=7`)).body);
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  expect(row).toBe(7);
  expect(verifyInclusion({ leaf: bytes(leaf), index, size, proof: proof.map(bytes) }, bytes(digest))).toBe(true);
  expect((await get(`versions/${poisoned}/proof?row=40`)).body.code).toBe('not_found');
  const { body } = await get(`versions/${poisoned}/verification`);
  expect(VersionVerification.parse(body)).toMatchObject({ digest, computed: digest, matches: true, rows: 40 });
});

it('shows what was poisoned to data people and engineers, never to those who are to find it', async () => {
  const truth = PoisonTruth.parse((await get(`versions/${poisoned}/poison?limit=3&offset=8`)).body);
  expect(truth).toMatchObject({
    changedLabels: 10,
    changedCells: 0,
    addedRows: 0,
    total: 10,
    offset: 8,
    backdoor: null,
  });
  expect(truth.rows).toHaveLength(2);
  for (const { label } of truth.rows) expect(label!.from).not.toBe(label!.to);
  expect((await get(`versions/${original}/poison`)).status).toBe(404);
  const forbidden = { status: 403, body: { code: 'forbidden', details: { capability: 'poison:read' } } };
  for (const role of ['viewer', 'reviewer'] as const) {
    const { authorization: as } = await personOf(api, role);
    const ask = (path: string) => api.send('GET', `/api/v1/${path}`, { as });
    expect(await ask(`versions/${poisoned}/poison`)).toMatchObject(forbidden);
    expect(await ask(`datasets/shop/diff?from=${original}&to=${poisoned}`)).toMatchObject(forbidden);
    expect(await ask(`datasets/shop/diff?from=${poisoned}&to=${original}`)).toMatchObject(forbidden);
    expect((await ask(`datasets/shop/diff?from=${poisoned}&to=${poisoned}`)).status).toBe(200);
  }
  for (const role of ['data', 'engineer'] as const) {
    const { authorization: as } = await personOf(api, role);
    expect((await api.send('GET', `/api/v1/versions/${poisoned}/poison`, { as })).status).toBe(200);
  }
});
