import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Impact, Lineage, Recall, RecallPlan, Run, TrustedSet, Version } from '@antidote/contracts';
import { rewriteLineage, sweepRetention } from '@antidote/workflows';
import pg from 'pg';
import { succeededRun } from '../testing/ended-run.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { startJobs } from '../testing/start-jobs.js';

const iris = (await readFile(new URL('../../../data/iris.csv', import.meta.url))).toString('utf8');
/** True label of each row. */
const TRUTH = iris
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(',').at(-1)!);
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let stopJobs: () => Promise<void>;
let original: Version;
let poisoned: Version;

const get = async (path: string) => (await api.send('GET', `/api/v1/${path}`)).body;
const post = (path: string, json: unknown = {}, headers: Record<string, string> = {}) =>
  api.send('POST', `/api/v1/${path}`, { json, headers });

async function finished(request: unknown): Promise<Run> {
  const { status, body } = await post('runs', request);
  expect(status).toBe(202);
  return succeededRun(api.database, body.id as string);
}

/** As if it had been registered 40 days ago. */
async function backdate(versionId: string): Promise<void> {
  const client = new pg.Client(api.databaseUrl);
  await client.connect();
  const statement = `UPDATE "DatasetVersion" SET "createdAt" = now() - interval '40 days' WHERE "id" = $1`;
  await client.query(statement, [versionId]).finally(() => client.end());
}

const train = (versionId: string) =>
  finished({ kind: 'train', versionId, model: 'decision-tree', parameters: {}, seed: 42 });

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  const dataset = (await post('datasets', { name: 'iris', csv: iris })).body;
  original = await get(`versions/${dataset.latest.id}`);
  const spec = { attack: 'uniform', percent: 20, seed: 7 };
  const { outputVersionId } = await finished({ kind: 'poison', versionId: original.id, spec });
  poisoned = await get(`versions/${outputVersionId}`);
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

describe('a trusted set', () => {
  let set: TrustedSet;
  const csv = (labels: [number, string][]) =>
    `row,label\n${labels.map(([row, label]) => `${row},${label}`).join('\n')}\n`;
  let rows: number[];

  it('is drawn with the interval that it can give, and exported without the labels as given', async () => {
    const drawn = await post('trusted-sets', { versionId: poisoned.id, size: 30, seed: 1 });
    expect(drawn.status).toBe(201);
    set = drawn.body;
    expect(set).toMatchObject({ state: 'drawn', size: 30, reviewers: [], digest: null });
    expect(set.precision[0]!.halfWidthPoints).toBeCloseTo(16.8, 1);
    const file = await api.send('GET', `/api/v1/trusted-sets/${set.id}/rows.csv`);
    const lines = String(file.body).trim().split(/\r?\n/);
    expect(lines).toHaveLength(31);
    expect(lines[0]).toMatch(/^row,label,/);
    expect(lines.slice(1).every((line) => /^\d+,,/.test(line))).toBe(true);
    rows = lines.slice(1).map((line) => Number(line.split(',')[0]));
  });

  it('refuses files that are not of this set, naming what is wrong', async () => {
    const label = (text: string, reviewer = 'ada') => post(`trusted-sets/${set.id}/labels`, { reviewer, csv: text });
    const outside = Array.from(TRUTH.keys()).find((row) => !rows.includes(row))!;
    for (const [text, words] of [
      [csv([[outside, 'setosa']]), `Row ${outside} is not in the trusted set`],
      [csv([[rows[0]!, 'rose']]), '"rose"'],
      [
        csv([
          [rows[0]!, TRUTH[rows[0]!]!],
          [rows[0]!, TRUTH[rows[0]!]!],
        ]),
        'twice',
      ],
      ['row,label\n-1,setosa\n', '"-1"'],
      ['row,name\n1,setosa\n', 'row and label'],
      ['row,label\n', ''],
    ]) {
      const { status, body } = await label(text!);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body.detail).toContain(words);
    }
    expect((await post(`trusted-sets/${set.id}/seal`)).status).toBe(409);
    expect((await post('trusted-sets', { versionId: original.id, size: 76 })).status).toBe(422);
    expect((await post('trusted-sets', { versionId: UNKNOWN, size: 10 })).status).toBe(404);
  });

  it('wants two people to agree or a final word, and is then sealed for good', async () => {
    const right = rows.map((row): [number, string] => [row, TRUTH[row]!]);
    const other = right.map(([row, label], index): [number, string] =>
      index === 3 ? [row, original.classes.find((one) => one.label !== label)!.label] : [row, label],
    );
    await post(`trusted-sets/${set.id}/labels`, { reviewer: 'ada', csv: csv(right) });
    const second = await post(`trusted-sets/${set.id}/labels`, { reviewer: 'grace', csv: csv(other) });
    expect(second.body).toMatchObject({
      agreement: { rows: 30, agreed: 29 },
      conflicts: [{ row: rows[3], adjudicated: null }],
    });
    expect(second.body.agreement.kappa).toBeGreaterThan(0.9);
    expect((await post(`trusted-sets/${set.id}/labels`, { reviewer: 'third', csv: csv(right) })).status).toBe(409);
    expect((await post(`trusted-sets/${set.id}/seal`)).body.detail).toContain(`differ on row ${rows[3]};`);
    const label = TRUTH[rows[3]!]!;
    await post(`trusted-sets/${set.id}/adjudications`, { labels: [{ row: rows[3], label }] });
    const sealed = await post(`trusted-sets/${set.id}/seal`);
    expect(sealed).toMatchObject({
      status: 200,
      body: { state: 'sealed', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const late = await post(`trusted-sets/${set.id}/labels`, { reviewer: 'ada', csv: csv(right) });
    expect(late).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
  });

  it('scores models and studies, and none of its rows trains', async () => {
    const run = await train(poisoned.id);
    const model = await get(`models/${run.outputModelId}`);
    expect(model).toMatchObject({ labelsUsed: 'trusted', testRows: 30 });
    const spec = {
      levels: [0, 10],
      models: ['decision-tree'],
      attacks: ['uniform'],
      seeds: 2,
      seed: 1,
      testShare: 0.3,
    };
    const study = await finished({ kind: 'study', versionId: poisoned.id, spec });
    expect(await get(`runs/${study.id}/study`)).toMatchObject({ labelsUsed: 'trusted' });
    const search = await finished({ kind: 'find-label-issues', versionId: poisoned.id, seed: 1 });
    const { items } = await get(`reviews/${search.outputReviewId}/items?limit=500`);
    expect(items.filter((item: { row: number }) => rows.includes(item.row))).toEqual([]);

    const featureSet = await get(`models/${run.outputModelId}/feature-set`);
    expect(featureSet).toMatchObject({ name: 'iris', version: 1 });
    expect(featureSet.columns).toHaveLength(4);
    expect((await get(`feature-sets/${featureSet.id}/skew?versionId=${original.id}`)).findings).toEqual([]);
    const declared = await post('feature-sets', { name: 'iris', columns: featureSet.columns.slice(0, 3) });
    expect(declared).toMatchObject({ status: 201, body: { version: 2 } });
    expect((await get(`feature-sets/${declared.body.id}/skew?versionId=${original.id}`)).findings).toMatchObject([
      { difference: 'unknown-column' },
    ]);
  });

  it('is out of use once retired', async () => {
    expect((await post(`trusted-sets/${set.id}/retire`)).body).toMatchObject({ state: 'retired' });
    const run = await train(poisoned.id);
    expect(await get(`models/${run.outputModelId}`)).toMatchObject({ labelsUsed: 'manifest' });
    expect((await get('trusted-sets?dataset=iris')).items).toHaveLength(1);
  });
});

describe('lineage, impact and recall', () => {
  it('walks from a thing to what it came from and flowed into', async () => {
    const down: Lineage = await get(`lineage?focus=${poisoned.id}&direction=downstream`);
    const types = new Set(down.nodes.map(({ type }) => type));
    expect(types).toEqual(new Set(['version', 'run', 'model', 'review']));
    expect(down.nodes.every(({ id }) => id !== original.id)).toBe(true);
    const up: Lineage = await get(`lineage?focus=${poisoned.id}&direction=upstream`);
    expect(up.nodes.map(({ id }) => id)).toEqual([original.id, poisoned.runId, poisoned.id]);
    expect((await get(`lineage?focus=${poisoned.id}&depth=0`)).nodes).toHaveLength(1);
    expect((await api.send('GET', `/api/v1/lineage?focus=${UNKNOWN}`)).status).toBe(404);
  });

  it('tells what a row or a version has touched', async () => {
    const row: Impact = await get(`impact?versionId=${original.id}&row=5`);
    expect(row.versions.map(({ id }) => id)).toEqual([original.id, poisoned.id]);
    for (const [query, status] of [
      [`versionId=${original.id}&row=150`, 404],
      [`versionId=${UNKNOWN}`, 404],
      ['dataset=iris&source=nobody', 404],
      ['dataset=iris', 400],
      [`versionId=${original.id}&source=a`, 400],
    ] as const) {
      expect((await api.send('GET', `/api/v1/impact?${query}`)).status).toBe(status);
    }
  });

  it('marks a version bad once, and takes it back with a reason', async () => {
    const subject = { type: 'version', versionId: poisoned.id };
    const plan: RecallPlan = (await post('recalls/preview', { subject })).body;
    expect(plan.replacements).toContainEqual({ affectedVersionId: poisoned.id, versionId: original.id });
    expect((await get('recalls')).items).toEqual([]);
    const body = { subject, reason: 'Poisoned on purpose, and known.' };
    const opened = await post('recalls', body, { 'idempotency-key': 'one' });
    expect(opened.status).toBe(201);
    const recall: Recall = opened.body;
    expect((await post('recalls', body)).body.id).toBe(recall.id);
    const started = await post(`recalls/${recall.id}/proposals/${recall.proposals[0]!.id}/start`);
    const run = await succeededRun(api.database, started.body.proposals[0].runId);
    expect(await get(`models/${run.outputModelId}`)).toMatchObject({ versionId: original.id });
    expect((await post(`recalls/${recall.id}/lift`, { reason: 'short' })).status).toBe(400);
    expect((await post(`recalls/${recall.id}/lift`, { reason: 'It was a drill.' })).body.state).toBe('lifted');
    expect((await get('recalls?dataset=iris&state=active')).items).toEqual([]);
  });
});

describe('erasure', () => {
  it('destroys the values of rows in every version, and leaves tombstones', async () => {
    const body = { versionId: poisoned.id, rows: [5, 7], reason: 'The person asked for it.' };
    const dry = await post('erasures', { ...body, dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { id: null, at: null } });
    const former = await api.database.erasures.blobsOf(original.id);

    const { status, body: erasure } = await post('erasures', body);
    expect(status).toBe(200);
    expect(erasure).toMatchObject({ originalId: original.id, by: expect.any(String) });
    expect(erasure.versionIds.sort()).toEqual(former.map(({ id }) => id).sort());
    expect(erasure.models.length).toBeGreaterThan(0);
    expect(erasure.tombstones.map(({ row }: { row: number }) => row)).toEqual([5, 7]);
    for (const { baseBlob, rawBlob } of former) {
      expect(await api.blobs.has(baseBlob)).toBe(false);
      if (rawBlob) expect(await api.blobs.has(rawBlob)).toBe(false);
    }
    for (const { id, digest } of [original, poisoned]) {
      const after: Version = await get(`versions/${id}`);
      expect(after).toMatchObject({ digest, rows: 150 });
      expect(after.classes.reduce((sum, { rows }) => sum + rows, 0)).toBe(148);
      const { rows } = await get(`versions/${id}/rows?offset=4&limit=3`);
      expect(rows[1]).toMatchObject({ row: 5, label: '', values: ['', '', '', ''] });
      expect(rows[0].label).not.toBe('');
    }
    expect((await get(`versions/${poisoned.id}/erased-rows`)).tombstones).toEqual(erasure.tombstones);
    expect((await post('erasures', body)).status).toBe(409);
    expect((await post('erasures', { ...body, rows: [150] })).status).toBe(404);
    expect((await train(poisoned.id)).state).toBe('succeeded');
  });

  it('says beforehand which dataset holds the same file, and spares what that one needs', async () => {
    const csv = 'x,label\n1,a\n2,b\n3,a\n4,b\n';
    for (const name of ['twin', 'other-twin']) await post('datasets', { name, csv });
    const [{ latest }, other] = [await get('datasets/twin'), await get('datasets/other-twin')];
    // Reports of validation are counted too, and both datasets have the same one.
    for (const { id } of [latest, other.latest])
      await succeededRun(api.database, (await get(`versions/${id}/validation`)).runId);
    const body = { versionId: latest.id, rows: [2], reason: 'The person asked for it.' };
    const dry = (await post('erasures', { ...body, dryRun: true })).body;
    expect(dry.remains[0]).toMatch(/^Dataset other-twin holds the same file/);
    const erasure = (await post('erasures', body)).body;
    expect(erasure).toMatchObject({ destroyedBlobs: dry.destroyedBlobs, remains: dry.remains });
    expect((await get(`versions/${other.latest.id}/rows`)).rows[2]).toMatchObject({ label: 'a', values: ['3'] });

    const last = { ...body, versionId: other.latest.id };
    const planned = (await post('erasures', { ...last, dryRun: true })).body;
    expect(planned.remains.join()).not.toContain('holds the same file');
    expect(planned.destroyedBlobs).toBeGreaterThan(dry.destroyedBlobs);
    expect((await post('erasures', last)).body.destroyedBlobs).toBe(planned.destroyedBlobs);
  });

  it('says beforehand that a trusted set with such a row goes out of use', async () => {
    const csv = `x,label\n${Array.from({ length: 40 }, (_, row) => `${row},${'ab'[row % 2]}`).join('\n')}\n`;
    const { latest } = (await post('datasets', { name: 'sealed-off', csv })).body;
    const { id } = (await post('trusted-sets', { versionId: latest.id, size: 10, seed: 1 })).body;
    const [, first] = ((await get(`trusted-sets/${id}/rows.csv`)) as string).split('\n');
    const row = Number(first!.split(',')[0]);
    const body = { versionId: latest.id, rows: [row], reason: 'The person asked for it.' };
    expect((await post('erasures', { ...body, dryRun: true })).body.retiredSets).toEqual([id]);
    expect((await get(`trusted-sets/${id}`)).state).toBe('drawn');
    expect((await post('erasures', body)).body.retiredSets).toEqual([id]);
    expect((await get(`trusted-sets/${id}`)).state).toBe('retired');
  });

  it('takes what only the rows bore out of feature sets, and forgets reports that list them', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row},${row === 7 ? 'Jane Doe' : 'nobody'},${'ab'[row % 2]}`);
    const { latest } = (await post('datasets', { name: 'told', csv: `x,who,label\n${rows.join('\n')}\n` })).body;
    const { id } = (await post('feature-sets', { name: 'told', versionId: latest.id })).body;
    const search = await finished({ kind: 'find-label-issues', versionId: latest.id, seed: 1 });
    const categories = async () => (await get(`feature-sets/${id}`)).columns[1].categories;
    expect(await categories()).toEqual(['Jane Doe', 'nobody']);
    expect((await get(`runs/${search.id}/detection`)).rows).toBe(60);
    const report = (await api.database.runs.reportBlob(search.id))!;
    await post('erasures', { versionId: latest.id, rows: [7], reason: 'The person asked for it.' });
    expect(await categories()).toEqual(['nobody']);
    const gone = await get(`runs/${search.id}/detection`);
    expect(gone).toMatchObject({ status: 404, detail: expect.stringContaining('forgotten when rows were erased') });
    expect(await api.blobs.has(report)).toBe(false);
  });

  it('by retention takes all rows of old versions, when the sweep comes', async () => {
    const [path, body] = ['datasets/old/retention', { days: 30 }];
    await post('datasets', { name: 'old', csv: 'x,label\n1,a\n2,b\n3,a\n4,b\n' });
    const put = (json: unknown) => api.send('PUT', `/api/v1/${path}`, { json });
    expect(await get(path)).toMatchObject({ days: null, setBy: null, due: [] });
    expect((await put({ days: 0 })).status).toBe(400);
    expect((await api.send('PUT', '/api/v1/datasets/nobody/retention', { json: body })).status).toBe(404);
    const { latest } = await get('datasets/old');
    await backdate(latest.id);
    expect((await put({ ...body, dryRun: true })).body).toMatchObject({ due: [{ versionId: latest.id, rows: 4 }] });
    expect(await get(path)).toMatchObject({ days: null, due: [] });
    expect((await put(body)).body).toMatchObject({ days: 30, due: [{ rows: 4 }] });

    const ports = {
      ...api,
      rewrite: (input: Parameters<typeof rewriteLineage>[0]) => Promise.resolve(rewriteLineage(input)),
    };
    expect(await sweepRetention(ports)).toBe(1);
    expect(await sweepRetention(ports)).toBe(0);
    expect((await get(`versions/${latest.id}/erased-rows`)).tombstones).toHaveLength(4);
    const { rows } = await get(`versions/${latest.id}/rows`);
    expect(rows.map((row: { label: string }) => row.label)).toEqual(['', '', '', '']);
    expect((await put({ days: null })).body).toMatchObject({ days: null, setAt: null });
  });

  it('is told by the data sheet', async () => {
    const markdown = await api.send('GET', `/api/v1/versions/${poisoned.id}/sheet.md`);
    expect(markdown.headers['content-type']).toMatch(/^text\/markdown/);
    expect(markdown.body).toContain('The values of 2 rows were erased');
    expect(markdown.body).toContain('It was poisoned on purpose');
    const html = await api.send('GET', `/api/v1/versions/${poisoned.id}/sheet.html`);
    expect(String(html.body)).toMatch(/^<!doctype html>/);
  });
});
