import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dataset, type Version } from '@antidote/contracts';
import { personOf } from '../testing/accounts.js';
import { succeededRun } from '../testing/ended-run.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { startJobs } from '../testing/start-jobs.js';

const CITIES = ['Bern', 'Ulm', 'Graz'];
/** 60 rows whose incomes and cities stand in no other column. */
const csv = (shift = 0) =>
  `size,income,city,by,label\n${Array.from({ length: 60 }, (_, row) => {
    const label = row % 2 === 0 ? 'yes' : 'no';
    return `${row + shift},${770_000 + row * 13},${CITIES[row % 3]},crew ${row % 4},${label}`;
  }).join('\n')}\n`;
const SECRETS = /77\d{4}|Bern|Ulm|Graz/;

/** A form whose part `file` is a file. */
function multipart(parts: Record<string, string>) {
  const payload = Object.entries(parts).map(([name, value]) => {
    const file = name === 'file' ? '; filename="f.csv"' : '';
    return `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return { payload: `${payload.join('')}--b--\r\n`, headers: { 'content-type': 'multipart/form-data; boundary=b' } };
}

let api: TestApi;
let stopJobs: () => Promise<void>;
let version: Version;

const get = async (path: string, as?: string) => api.send('GET', `/api/v1/${path}`, as === undefined ? {} : { as });
const post = (path: string, json: unknown) => api.send('POST', `/api/v1/${path}`, { json });
const versionOf = async (id: string): Promise<Version> => (await get(`versions/${id}`)).body;

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  const registered = await post('datasets', { name: 'people', csv: csv(), sensitive: ['income', 'city'] });
  version = await versionOf(Dataset.parse(registered.body).latest.id);
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

describe('sensitive columns', () => {
  it('are kept with the dataset and told with each version, without quantiles', () => {
    expect(version.sensitive).toEqual(['city', 'income']);
    expect(version.columns.find(({ name }) => name === 'income')!.quantiles).toBeNull();
    expect(version.columns.find(({ name }) => name === 'size')!.quantiles).not.toBeNull();
  });

  it('show no value in rows, exports, files to label, diffs, previews, findings and data sheets', async () => {
    const spec = { attack: 'uniform', percent: 10, seed: 3 };
    const poison = await post('runs', { kind: 'poison', versionId: version.id, spec });
    const { outputVersionId: poisoned } = await succeededRun(api.database, poison.body.id as string);
    const other = Dataset.parse((await post('datasets', { name: 'people', csv: csv(1) })).body).latest.id;
    const validated = await post('runs', { kind: 'validate', versionId: version.id, seed: 1 });
    await succeededRun(api.database, validated.body.id as string);
    const set = await post('trusted-sets', { versionId: version.id, size: 10, seed: 1 });
    const trigger = [
      { column: 'city', value: 'Bern' },
      { column: 'income', value: '770013' },
    ];
    const backdoor = { attack: 'backdoor-in-range', percent: 10, seed: 3, options: { trigger, targetClass: 'yes' } };
    const { outputVersionId: planted } = await succeededRun(
      api.database,
      (await post('runs', { kind: 'poison', versionId: version.id, spec: backdoor })).body.id,
    );
    const features = await post('feature-sets', { name: 'people', versionId: version.id });
    const { backdoor: seen } = (await get(`versions/${planted!}/poison`)).body;
    expect(seen.trigger).toHaveLength(2);
    const told = [
      await get(`versions/${version.id}/rows?limit=60`),
      await get(`versions/${version.id}/export.csv`),
      await get(`trusted-sets/${set.body.id as string}/rows.csv`),
      await get(`datasets/people/diff?from=${version.id}&to=${poisoned}`),
      await get(`datasets/people/diff?from=${version.id}&to=${other}`),
      await post('attacks/dry-run', { versionId: version.id, spec }),
      { status: 200, body: seen },
      features,
      await get(`feature-sets/${features.body.id as string}`),
      await get('feature-sets'),
      await get(`feature-sets/${features.body.id as string}/skew?versionId=${other}`),
      await get(`versions/${version.id}/validation`),
      await get(`versions/${version.id}/proposed-expectations`),
      await get(`versions/${version.id}/sheet.md`),
      await get(`versions/${version.id}/sheet.html`),
    ];
    for (const { status, body } of told) {
      expect(status).toBeLessThan(300);
      expect(typeof body === 'string' ? body : JSON.stringify(body)).not.toMatch(SECRETS);
    }
    expect(told[0]!.body.rows[0].values).toEqual(['0', '(hidden)', '(hidden)', 'crew 0']);
  });

  it('are told by nobody who may not, and on record by who may', async () => {
    const { authorization: engineer } = await personOf(api, 'engineer');
    expect((await get(`versions/${version.id}/export-whole.csv`, engineer)).status).toBe(403);
    const { authorization: data } = await personOf(api, 'data');
    expect(String((await get(`versions/${version.id}/export-whole.csv`, data)).body)).toMatch(SECRETS);
    const { body } = await get('audit?action=version.revealed');
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ subjectId: version.id, details: { columns: ['city', 'income'] } });
  });

  it('hold for versions to come, are changed on record, and name columns that exist', async () => {
    const put = (columns: string[]) => api.send('PUT', '/api/v1/datasets/people/sensitive', { json: { columns } });
    expect((await put(['income', 'size'])).body).toMatchObject({ sensitive: ['income', 'size'] });
    expect((await put(['label'])).body).toMatchObject({ status: 400, code: 'invalid_argument' });
    expect((await put(['incom'])).body).toMatchObject({ status: 422, code: 'column_mismatch' });
    const { body } = await get('audit?action=dataset.sensitive');
    expect(body.items[0]).toMatchObject({
      before: { columns: ['city', 'income'] },
      after: { columns: ['income', 'size'] },
    });
    expect((await versionOf(version.id)).sensitive).toEqual(['income', 'size']);
    // The report was made before.
    const { validation } = (await get(`versions/${version.id}/validation`)).body;
    const numbersOf = (name: string) =>
      validation.report.profile.find((one: { column: string }) => one.column === name);
    expect(numbersOf('size')).toMatchObject({ kind: 'numeric', numbers: null });
    const absent = await post('datasets', { name: 'people', csv: csv(2), sensitive: ['salary'] });
    expect(absent).toMatchObject({ status: 422, body: { code: 'column_mismatch' } });
    const target = await post('datasets', { name: 'people', csv: csv(2), sensitive: ['label'] });
    expect(target).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
  });

  it('may be identifiers, times and groups, but no source', async () => {
    const csvWithRoles = 'size,shop,visit,label\n1,a,x,yes\n2,b,y,no\n3,a,z,yes\n4,b,w,no\n';
    const parts = { name: 'roles', id: 'visit', source: 'shop', file: csvWithRoles };
    await api.send('POST', '/api/v1/datasets', multipart(parts));
    const roles = (columns: string[]) => api.send('PUT', '/api/v1/datasets/roles/sensitive', { json: { columns } });
    expect((await roles(['visit', 'size'])).body).toMatchObject({ sensitive: ['size', 'visit'] });
    expect((await roles(['shop'])).body).toMatchObject({ status: 400, code: 'invalid_argument' });
  });
});

describe('a reference to a version', () => {
  const find = (ref: string) => get(`version-refs/${encodeURIComponent(ref)}`);

  it('is the beginning of a digest or id, alone or after its dataset, or a dataset’s name', async () => {
    for (const ref of [
      version.digest.slice(0, 8),
      version.digest,
      version.id,
      `people@${version.digest.slice(0, 12)}`,
    ]) {
      expect([ref, (await find(ref)).body.id]).toEqual([ref, version.id]);
    }
    const { body } = await get('datasets/people');
    expect((await find('people')).body.id).toBe(body.latest.id);
  });

  it('is refused where it means none, several, or is none', async () => {
    expect((await find('people@00000000')).status).toBe(404);
    expect((await find('nobody')).status).toBe(404);
    expect((await find('abc!')).status).toBe(400);
    await post('datasets', { name: 'copy', csv: csv() });
    const several = await find(version.digest.slice(0, 8));
    expect(several).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(several.body.detail).toContain('original of copy');
    expect((await find(`people@${version.digest.slice(0, 8)}`)).body.id).toBe(version.id);
  });
});

it('finds a row in other files by the hash of its features, whatever its label', async () => {
  const lines = csv().trim().split('\n');
  const twin = [lines[0], '9,9,Linz,crew 9,yes', lines[6]!.replace(/(yes|no)$/, 'no'), lines[6]].join('\n');
  const { body } = await post('datasets', { name: 'elsewhere', csv: `${twin}\n` });
  const impact = await get(`impact?versionId=${version.id}&row=5`);
  const found = impact.body.versions.map((one: { id: string; rows: number; foundBy: string }) => [
    one.id,
    one.rows,
    one.foundBy,
  ]);
  expect(found).toContainEqual([version.id, 1, 'lineage']);
  expect(found).toContainEqual([body.latest.id, 2, 'feature-hash']);
  expect(impact.body.limits).toEqual([]);
});
