import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StudiesAcross, StudiesReport, StudyReport } from '@antidote/contracts';
import type { BatchResult } from '@antidote/robustness';
import { endedRun } from '../../testing/ended-run.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { startJobs } from '../../testing/start-jobs.js';

const iris = await readFile(new URL('../../../../data/iris.csv', import.meta.url), 'utf8');
/** The same flowers, every other row. */
const half = iris
  .split('\n')
  .filter((_, line) => line % 2 === 0)
  .join('\n');

const COLUMN = 'petal length (cm)';

let api: TestApi;
let stopJobs: () => Promise<void>;
const runs: string[] = [];

const get = (path: string) => api.send('GET', `/api/v1/${path}`);
const post = (path: string, json: unknown) => api.send('POST', `/api/v1/${path}`, { json });

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  const spec = { levels: [0, 10], models: ['decision-tree', 'k-nearest-neighbors'], seeds: 5 };
  for (const [name, csv] of Object.entries({ whole: iris, half })) {
    const versionId = (await post('datasets', { name, csv })).body.latest.id;
    const sliced = name === 'whole' ? { ...spec, sliceBy: COLUMN } : spec;
    runs.push((await post('runs', { kind: 'study', versionId, spec: sliced })).body.id);
  }
  for (const id of runs) expect((await endedRun(api.database, id)).state).toBe('succeeded');
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

it('tells what studies of several datasets say together', async () => {
  const { status, body } = await get(`studies/across?runs=${runs.join(',')}`);
  expect(status).toBe(200);
  const across = StudiesAcross.parse(body);
  expect(across.datasets.map(({ name, rows }) => [name, rows])).toEqual([
    ['whole', 150],
    ['half', 75],
  ]);
  expect(across.verdict.sentence).toMatch(/^At 10% random flips the tree loses on . of 2 datasets/);
  const turned = StudiesAcross.parse((await get(`studies/across?runs=${runs.toReversed().join(',')}`)).body);
  expect(turned.losses.map(({ points }) => points)).toEqual(across.losses.map(({ points }) => points));
});

it('gives the same as one page and as JSON', async () => {
  const query = `?runs=${runs.join(',')}`;
  const json = await get(`studies/across/report.json${query}`);
  const { studies } = StudiesReport.parse(json.body);
  expect(studies[0]).toEqual((await get(`runs/${runs[0]}/study`)).body);
  const page = await get(`studies/across/report.html${query}`);
  expect(page.headers['content-disposition']).toContain('report.html');
  expect(page.body).toContain('<h2>half</h2>');
});

it.each([
  ['one run', () => runs.slice(0, 1).join(','), 400, /two runs or more/],
  ['no id', () => 'a,b', 400, /UUID/],
  ['the same run twice', () => [runs[0], runs[0]].join(','), 400, /must differ/],
  ['too many', () => Array.from({ length: 21 }, () => crypto.randomUUID()).join(','), 400, /20 runs at most/],
  ['an unknown run', () => [runs[0], crypto.randomUUID()].join(','), 404, /no run/i],
])('refuses %s', async (_, query, status, detail) => {
  const answer = await get(`studies/across?runs=${query()}`);
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringMatching(detail)]);
});

it('refuses a run that is no study', async () => {
  const { items } = (await get('runs?kind=validate')).body;
  const answer = await get(`studies/across?runs=${runs[0]},${items[0].id}`);
  expect([answer.status, answer.body.detail]).toEqual([404, expect.stringContaining('kind validate')]);
});

it('shows a running study as far as it is: of the seeds that are in', async () => {
  const idle = await startApi();
  try {
    const ask = async (method: string, path: string, json?: unknown) =>
      idle.send(method, `/api/v1/${path}`, json === undefined ? {} : { json });
    const { spec } = (await get(`runs/${runs[1]}`)).body.request;
    const versionId = (await ask('POST', 'datasets', { name: 'half', csv: half })).body.latest.id;
    const { id } = (await ask('POST', 'runs', { kind: 'study', versionId, spec })).body;
    const none = await ask('GET', `runs/${id}/partial-study`);
    expect([none.status, none.body.detail]).toEqual([404, expect.stringContaining('it is queued, and no seed is in')]);

    await idle.database.runs.begin(id);
    await idle.database.runs.fanOut(id, spec.seeds, { groupSize: 1, window: 64 });
    const results = await api.database.runs.batchResults<BatchResult>(runs[1]!);
    for (const index of [3, 1]) await idle.database.runs.saveBatch(id, index, results[index]!);
    const answer = await ask('GET', `runs/${id}/partial-study`);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    const partial = StudyReport.parse(answer.body);
    const whole = StudyReport.parse((await get(`runs/${runs[1]}/study`)).body);
    expect(partial.spec.seeds).toBe(2);
    expect(partial.verdict.sentence).toMatch(/^Not enough data for a verdict/);
    expect(partial.cells.map(({ accuracies }) => accuracies)).toEqual(
      whole.cells.map(({ accuracies }) => [accuracies[1], accuracies[3]]),
    );
    expect((await get(`runs/${runs[1]}/partial-study`)).body.detail).toContain('it is succeeded');
  } finally {
    await idle.stop();
  }
});

it('tells results by a column, until its values are to be hidden', async () => {
  const { slices } = (await get(`runs/${runs[0]}/study`)).body;
  expect(slices.slices.map(({ name }: { name: string }) => name)[0]).toMatch(/^up to 1\./);
  const { inputVersionId: versionId } = (await get(`runs/${runs[0]}`)).body;
  const started = async (sliceBy: string) => {
    const { status, body } = await post('runs', { kind: 'study', versionId, spec: { sliceBy } });
    return [status, body.detail];
  };
  expect(await started('petals')).toEqual([422, expect.stringMatching(/no column "petals".*there are sepal/)]);

  await api.send('PUT', '/api/v1/datasets/whole/sensitive', { json: { columns: [COLUMN] } });
  expect(await started(COLUMN)).toEqual([400, expect.stringContaining('is sensitive')]);
  expect((await get(`runs/${runs[0]}/study`)).body.slices).toBeUndefined();
  for (const path of [`runs/${runs[0]}/study/report.html`, `studies/across/report.json?runs=${runs.join(',')}`]) {
    const { status, body } = await get(path);
    expect([status, JSON.stringify(body).includes('up to 1.')]).toEqual([200, false]);
  }
});
