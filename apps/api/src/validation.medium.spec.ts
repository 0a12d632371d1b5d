import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent, Run, Version, VersionValidation } from '@antidote/contracts';
import { endedRun } from '../testing/ended-run.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { startJobs } from '../testing/start-jobs.js';

const iris = (await readFile(new URL('../../../data/iris.csv', import.meta.url))).toString('utf8');
/** Iris with the label a second time, under another name: a leak. */
const leaking = iris
  .trim()
  .split(/\r?\n/)
  .map((line, index) => (index === 0 ? `told,${line}` : `${line.split(',').at(-1)}-1,${line}`))
  .join('\n');
const WHY = 'the column is known and is dropped before training';

let api: TestApi;
let stopJobs: () => Promise<void>;

const get = async (path: string) => (await api.send('GET', `/api/v1/${path}`)).body;
const post = (path: string, json: unknown = {}) => api.send('POST', `/api/v1/${path}`, { json });
const put = (path: string, json: unknown, etag?: string) =>
  api.send('PUT', `/api/v1/${path}`, { json, headers: etag === undefined ? {} : { 'if-match': etag } });

const validationOf = (versionId: string): Promise<VersionValidation> => get(`versions/${versionId}/validation`);

async function finished(request: unknown): Promise<Run> {
  const { status, body } = await post('runs', request);
  expect({ status, body }).toMatchObject({ status: 202 });
  const run = await endedRun(api.database, body.id as string);
  expect(run).toMatchObject({ state: 'succeeded', error: null });
  return run;
}

/** Registers and waits for the door. */
async function registered(name: string, csv: string): Promise<{ id: string; validation: VersionValidation }> {
  const { id } = (await post('datasets', { name, csv })).body.latest as Version;
  const { runId } = await validationOf(id);
  await endedRun(api.database, runId!);
  return { id, validation: await validationOf(id) };
}

const train = (versionId: string) => ({ kind: 'train', versionId, model: 'decision-tree', parameters: {}, seed: 42 });

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
});
afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

describe('validation at the door', () => {
  it('follows every registering, once, and lets a good version through', async () => {
    const { id, validation } = await registered('iris', iris);
    expect(validation).toMatchObject({ state: 'done', quarantined: false, verdictOf: id });
    expect(validation.validation!.report).toMatchObject({ rowsIn: 150, quarantined: 0 });
    expect(validation.validation!.verdict).not.toBe('block');
    await post('datasets', { name: 'iris', csv: iris });
    const { items } = await get('runs?kind=validate&dataset=iris');
    expect(items).toHaveLength(1);
    expect(await api.send('GET', `/api/v1/runs/${items[0].id}/study`)).toMatchObject({ status: 404 });
    await finished(train(id));
  });

  it('tells a version that is not what a model that serves was trained on', async () => {
    const { id } = await registered('served', iris);
    const { outputModelId } = await finished(train(id));
    await api.database.models.takeAlias(outputModelId!, { name: 'served', version: '1', alias: 'production' });
    const lines = iris.trim().split(/\r?\n/);
    const renamed = [`renamed,${lines[0]!.split(',').slice(1).join(',')}`, ...lines.slice(1)].join('\n');
    const { validation } = await registered('served', renamed);
    const lost = lines[0]!.split(',')[0]!;
    const findings = validation.validation!.report!.findings.filter(({ code }) => code === 'serving-skew');
    expect(findings).toMatchObject([{ severity: 'warn', columns: [lost] }]);
  });

  it('proposes expectations that the version meets itself, once it has looked at it', async () => {
    const { id } = await registered('proposing', iris);
    const { body, status } = await api.send('GET', `/api/v1/versions/${id}/proposed-expectations`);
    expect(status).toBe(200);
    expect(body.expectations.label.classes).toHaveLength(3);
    expect((await put('datasets/proposing/expectations', { yaml: body.yaml }, '"0"')).status).toBe(200);
    await finished({ kind: 'validate', versionId: id, seed: 1 });
    const { validation } = await validationOf(id);
    expect(validation!.report!.findings.filter(({ code }) => code === 'expectation')).toEqual([]);
    const spec = { attack: 'uniform', percent: 10, seed: 1 };
    const { outputVersionId } = await finished({ kind: 'poison', versionId: id, spec });
    const none = await api.send('GET', `/api/v1/versions/${outputVersionId!}/proposed-expectations`);
    expect(none).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
  });

  it('compares a further version with the one before', async () => {
    const shifted = iris.replaceAll(/^(\d)\.(\d)/gm, (_, a: string, b: string) => `${Number(a) + 3}.${b}`);
    const { validation } = await registered('iris', shifted);
    const codes = validation.validation!.report!.findings.map(({ code }) => code);
    expect(codes).toContain('drift');
  });

  it('tells of nothing where nothing was asked, and answers 404 for a version that is none', async () => {
    const { items } = await get('datasets/iris/versions');
    const spec = { attack: 'uniform', percent: 10, seed: 1 };
    const { outputVersionId } = await finished({ kind: 'poison', versionId: items[0].id, spec });
    expect(await validationOf(outputVersionId!)).toMatchObject({
      state: 'none',
      runId: null,
      validation: null,
      quarantined: false,
      verdictOf: items[0].id,
    });
    const unknown = await api.send('GET', '/api/v1/versions/00000000-0000-4000-8000-000000000000/validation');
    expect(unknown.status).toBe(404);
  });
});

describe('a version that validation blocks', () => {
  let id: string;
  let validation: VersionValidation;
  beforeAll(async () => ({ id, validation } = await registered('leaking', leaking)));

  it('is in quarantine: it stays, and nothing is trained on it or on what is derived from it', async () => {
    expect(validation).toMatchObject({ quarantined: true, validation: { verdict: 'block', acknowledgement: null } });
    expect(validation.validation!.report!.findings[0]).toMatchObject({ code: 'leakage', columns: ['told'] });
    expect((await get(`versions/${id}`)).rows).toBe(150);
    const refused = await post('runs', train(id));
    expect(refused).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
    expect(refused.body.detail).toContain('quarantine');
    const spec = { attack: 'uniform', percent: 10, seed: 1 };
    const { outputVersionId } = await finished({ kind: 'poison', versionId: id, spec });
    expect((await post('runs', train(outputVersionId!))).body.detail).toContain(`derived from ${id}`);
  });

  it('is let out by a person with a reason, who read the newest report; that is told in the audit trail', async () => {
    const path = `versions/${id}/validation/acknowledge`;
    const { validation: read } = validation;
    expect(await post(path, { validationId: read!.id, reason: 'why not' })).toMatchObject({ status: 400 });
    await finished({ kind: 'validate', versionId: id });
    const late = await post(path, { validationId: read!.id, reason: WHY });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const newest = (await validationOf(id)).validation!;
    // The same table, the same seed: the same bytes, but for the time that freshness is measured from.
    expect(newest.report).toEqual(read!.report);
    const done = await post(path, { validationId: newest.id, reason: WHY });
    expect(done).toMatchObject({ status: 200, body: { quarantined: false, validation: { verdict: 'block' } } });
    expect(done.body.validation.acknowledgement).toMatchObject({ reason: WHY });
    expect(await post(path, { validationId: newest.id, reason: WHY })).toMatchObject({ status: 409 });
    await finished(train(id));
    // The same report again needs no second word.
    await finished({ kind: 'validate', versionId: id });
    expect(await validationOf(id)).toMatchObject({
      quarantined: false,
      validation: { acknowledgement: { reason: WHY } },
    });
    const { items } = await get(`audit?subjectId=${id}&limit=100`);
    expect((items as AuditEvent[]).map(({ action }) => action)).toEqual([
      'version.validated',
      'validation.acknowledged',
      'version.validated',
      'version.validated',
      'version.registered',
    ]);
  });
});

describe('what is expected of a dataset', () => {
  const yaml = 'formatVersion: 1\ncolumns:\n  petal_length:\n    max: 6\n    quarantine: true\n';
  let column: string;

  it('is kept by revision, and guarded against overwriting', async () => {
    const { id } = await registered('expected', iris);
    column = (await get(`versions/${id}`)).columns[2].name;
    const text = yaml.replace('petal_length', JSON.stringify(column));
    const path = 'datasets/expected/expectations';
    expect(await get(path)).toMatchObject({ revision: 0, yaml: '', expectations: null });
    expect(await put(path, { yaml: text })).toMatchObject({ status: 428 });
    expect(await put(path, { yaml: 'rows: [' }, '"0"')).toMatchObject({ status: 400 });
    expect(await put(path, { yaml: 'formatVersion: 1\ncolumns: { a: { pattern: "(?=x)" } }' }, '"0"')).toMatchObject({
      status: 400,
    });
    const set = await put(path, { yaml: text }, '"0"');
    expect(set).toMatchObject({ status: 200, body: { revision: 1 } });
    expect(set.body.expectations.columns[column]).toMatchObject({ max: 6 });
    expect(await put(path, { yaml: '' }, '"0"')).toMatchObject({ status: 412 });
  });

  it('sets rows apart, and the version without them is built', async () => {
    const { items } = await get('datasets/expected/versions');
    const { id } = items[0];
    await finished({ kind: 'validate', versionId: id });
    const { validation, quarantined } = await validationOf(id);
    const { kept, quarantined: apart, quarantinedRows } = validation!.report!;
    expect([quarantined, validation!.expectationsRevision]).toEqual([false, 1]);
    expect(kept + apart).toBe(150);
    expect(apart).toBeGreaterThan(0);
    const { outputVersionId } = await finished({ kind: 'filter', versionId: id, withoutQuarantined: true });
    expect(await get(`versions/${outputVersionId}`)).toMatchObject({ rows: kept, droppedRows: apart });
    const { rows } = await get(`versions/${outputVersionId}/rows?limit=500`);
    const left = new Set((rows as { row: number }[]).map(({ row }) => row));
    expect(quarantinedRows.some((row) => left.has(row))).toBe(false);
  });

  it('wants a reason to build without rows', async () => {
    const { items } = await get('datasets/expected/versions');
    expect(await post('runs', { kind: 'filter', versionId: items[0].id })).toMatchObject({ status: 400 });
  });
});
