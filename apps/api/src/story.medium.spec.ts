import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dataset, Review, ReviewItem, Run } from '@antidote/contracts';
import { startApi, type TestApi } from '../testing/start-api.js';
import { startJobs } from '../testing/start-jobs.js';

const iris = await readFile(new URL('../../../data/iris.csv', import.meta.url));

let api: TestApi;
let stopJobs: () => Promise<void>;
let address: string;

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  await api.app.listen(0, '127.0.0.1');
  address = await api.app.getUrl();
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

const get = async (path: string) => (await api.send('GET', `/api/v1/${path}`)).body;
const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
  api.send('POST', `/api/v1/${path}`, { json, headers });

/** The events of a run until its stream ends. */
async function follow(id: string): Promise<Run[]> {
  const response = await fetch(`${address}/api/v1/runs/${id}/events`, {
    headers: { authorization: api.authorization },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const text = await response.text();
  return [...text.matchAll(/^event: run\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data!) as Run);
}

async function finished(request: unknown): Promise<Run> {
  const { status, headers, body } = await post('runs', request);
  expect(status).toBe(202);
  expect(headers.location).toBe(`/api/v1/runs/${body.id}`);
  const events = await follow(body.id);
  const last = events.at(-1)!;
  expect(last).toMatchObject({ state: 'succeeded', error: null });
  return last;
}

describe('from a file to a cleaned version and a model', () => {
  let dataset: Dataset;
  let poisoned: Run;
  let review: Review;

  it('registers a file once, whatever the name of its upload', async () => {
    const upload = async (name?: string) => {
      const form = new FormData();
      form.set('file', new Blob([iris]), 'Iris.csv');
      if (name) form.set('name', name);
      const headers = { authorization: api.authorization };
      return fetch(`${address}/api/v1/datasets`, { method: 'POST', body: form, headers });
    };
    const first = await upload();
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe('/api/v1/datasets/iris');
    dataset = (await first.json()) as Dataset;
    expect(dataset).toMatchObject({
      name: 'iris',
      versionCount: 1,
      latest: { rows: 150, features: 4, kind: 'original' },
    });
    const again = await upload('iris');
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(dataset);
  });

  it('adds a version for other rows, and refuses another target', async () => {
    const lines = iris.toString('utf8').trim().split('\n');
    const shorter = lines.slice(0, -1).join('\n');
    const added = await post('datasets', { name: 'iris-2', csv: iris.toString('utf8') });
    expect(added.status).toBe(201);
    const second = await post('datasets', { name: 'iris-2', csv: shorter });
    expect(second).toMatchObject({ status: 201, body: { versionCount: 2, latest: { rows: 149 } } });
    expect((await get('datasets/iris-2/versions')).items).toHaveLength(2);
    const other = await post('datasets', { name: 'iris-2', target: lines[0]!.split(',')[0], csv: shorter });
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('pages lists by cursor, newest first', async () => {
    const first = await get('datasets?limit=1');
    expect(first.items.map(({ name }: Dataset) => name)).toEqual(['iris-2']);
    const second = await get(`datasets?limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ name: 'iris' }], next: null });
  });

  it('has one effect for a delivery that comes again, and refuses its key for another body', async () => {
    const request = { kind: 'poison', versionId: dataset.latest.id, spec: { percent: 10 } };
    const key = { 'idempotency-key': 'poison-1' };
    const answers = await Promise.all([1, 2, 3].map(() => post('runs', request, key)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await post('runs', { ...request, spec: { percent: 20 } }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const events = await follow(answers[0]!.body.id);
    poisoned = events.at(-1)!;
    expect(poisoned.state).toBe('succeeded');
    expect((await get('runs?kind=poison')).items).toHaveLength(1);
  });

  it('shows the rows of the poisoned version with its labels', async () => {
    const rows = await get(`versions/${poisoned.outputVersionId}/rows?limit=500`);
    const original = await get(`versions/${dataset.latest.id}/rows?limit=500`);
    expect(rows).toMatchObject({ total: 150, columns: original.columns });
    const changed = rows.rows.filter(({ label }: { label: string }, row: number) => label !== original.rows[row].label);
    expect(changed).toHaveLength(15);
    expect((await get(`versions/${dataset.latest.id}/rows?offset=149&limit=10`)).rows).toHaveLength(1);
    expect(await get(`versions/${poisoned.outputVersionId}`)).toMatchObject({ kind: 'poisoned', changedLabels: 15 });
  });

  it('lets one of two reviewers decide an item, by its ETag', async () => {
    const run = await finished({ kind: 'find-label-issues', versionId: poisoned.outputVersionId });
    review = await get(`reviews/${run.outputReviewId}`);
    expect(review).toMatchObject({ state: 'open', decided: 0 });
    const [item] = (await get(`reviews/${review.id}/items?limit=1`)).items as ReviewItem[];
    const path = `/api/v1/reviews/${review.id}/items/${item!.id}`;
    const detail = await api.send('GET', path);
    expect(detail.headers.etag).toBe('"0"');
    expect(detail.body).toMatchObject({ id: item!.id, position: 1 });

    const keep = (headers: Record<string, string>) =>
      api.send('PUT', `${path}/decision`, { json: { action: 'keep' }, headers });
    expect(await keep({})).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
    expect(await keep({ 'if-match': '*' })).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    const both = await Promise.all([keep({ 'if-match': '"0"' }), keep({ 'if-match': '"0"' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 200)!.headers.etag).toBe('"1"');

    const undone = await api.send('DELETE', `${path}/decision`, { headers: { 'if-match': '"1"' } });
    expect(undone).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { decision: null } });
    expect(await post(`reviews/${review.id}/completion`, undefined)).toMatchObject({ status: 409 });
  });

  it('refuses a label that is no class, and accepts decisions until the review is finished', async () => {
    const { items } = (await get(`reviews/${review.id}/items?limit=500`)) as { items: ReviewItem[] };
    const decide = (item: ReviewItem, json: unknown) =>
      api.send('PUT', `/api/v1/reviews/${review.id}/items/${item.id}/decision`, {
        json,
        headers: { 'if-match': `"${item.revision}"` },
      });
    expect(await decide(items[0]!, { action: 'relabel', label: 'tulip' })).toMatchObject({ status: 400 });
    expect(await decide(items[0]!, { action: 'relabel' })).toMatchObject({ status: 400 });
    for (const item of items) {
      const change = item.suggested === item.given ? { action: 'keep' } : { action: 'relabel', label: item.suggested };
      expect((await decide(item, change)).status).toBe(200);
    }
    const done = await post(`reviews/${review.id}/completion`, undefined);
    expect(done).toMatchObject({ status: 200, body: { state: 'finished', decided: items.length } });
    expect((await get(`reviews/${review.id}/items?decided=false`)).items).toEqual([]);
  });

  it('cleans, trains and studies', async () => {
    const cleaning = await finished({ kind: 'apply-review', reviewId: review.id });
    expect(await get(`versions/${cleaning.outputVersionId}`)).toMatchObject({ kind: 'cleaned', reviewId: review.id });
    const training = await finished({ kind: 'train', versionId: cleaning.outputVersionId, model: 'random-forest' });
    expect(await get(`models/${training.outputModelId}`)).toMatchObject({ kind: 'random-forest', registered: null });
    expect((await get('models?dataset=iris')).items).toHaveLength(1);
    const spec = { levels: [0, 10], models: ['decision-tree'], seeds: 2 };
    const study = await finished({ kind: 'study', versionId: dataset.latest.id, spec });
    expect(await get(`runs/${study.id}/study`)).toMatchObject({ fits: 4, spec });
    expect(await api.send('POST', `/api/v1/runs/${study.id}/cancellation`)).toMatchObject({ status: 409 });
  });
});

describe('what stands around', () => {
  it('tells how the parts are, counts requests, and describes itself', async () => {
    expect(await api.send('GET', '/health/live')).toMatchObject({ status: 200, body: { live: true } });
    const ready = await api.send('GET', '/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { ready: true } });
    expect(ready.body.parts.slice(0, 3)).toMatchObject([
      { part: 'api', state: 'up' },
      { part: 'database', state: 'up' },
      { part: 'mlflow', state: 'up' },
    ]);
    expect(JSON.stringify(ready.body)).not.toContain(new URL(api.databaseUrl).password);
    const metrics = await api.send('GET', '/metrics', { headers: { host: 'api:4100' } });
    expect(metrics.body).toMatch(
      /http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/runs",status="202"\} \d/,
    );
    expect(await get('openapi.json')).toMatchObject({ openapi: '3.1.0' });
    expect(await get('policy')).toMatchObject({ policy: { name: 'default' }, approvalMode: 'solo' });
    expect(await get('status')).toMatchObject({ ready: true });
  });

  it('keeps scripts and styles to its own files, inline styles on the documentation page alone', async () => {
    const page = await api.send('GET', '/datasets', { headers: { accept: 'text/html' } });
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    const docs = await api.send('GET', '/api/docs', { headers: { accept: 'text/html' } });
    expect(docs.status).toBe(200);
    expect(docs.headers['content-security-policy']).toMatch(/script-src 'self';.*style-src 'self' 'unsafe-inline'/);
    expect(docs.body).not.toMatch(/<script>(?!<)/);
  });
});
