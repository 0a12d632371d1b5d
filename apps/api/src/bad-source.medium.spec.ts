import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Impact, Recall } from '@antidote/contracts';
import { succeededRun } from '../testing/ended-run.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { startJobs } from '../testing/start-jobs.js';

/** wa_churn with a source for each row; the second of three suppliers says the opposite of the truth. */
async function churnWithBadSource(): Promise<string> {
  const text = await readFile(new URL('../../../data/wa_churn.csv', import.meta.url), 'utf8');
  const [header, ...lines] = text.trim().split(/\r?\n/).slice(0, 1201);
  const rows = lines.map((line, index) => {
    const cells = line.split(',');
    const last = cells.length - 1;
    const supplier = `supplier-${'abc'[index % 3]}`;
    if (supplier === 'supplier-b') cells[last] = cells[last] === 'Yes' ? 'No' : 'Yes';
    return [...cells, supplier].join(',');
  });
  return [`${header},supplier`, ...rows, ''].join('\n');
}

let api: TestApi;
let stopJobs: () => Promise<void>;
let address: string;

const get = async (path: string) => (await api.send('GET', `/api/v1/${path}`)).body;
const post = (path: string, json: unknown = {}) => api.send('POST', `/api/v1/${path}`, { json });

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

it('a bad source is marked bad: its versions and models are found, sound ones are built in their place', async () => {
  const csv = await churnWithBadSource();
  const target = csv.slice(0, csv.indexOf('\n')).split(',').at(-2)!;
  const form = new FormData();
  form.set('name', 'churn');
  form.set('target', target);
  form.set('source', 'supplier');
  form.set('file', new Blob([csv]), 'churn.csv');
  const upload = await fetch(`${address}/api/v1/datasets`, {
    method: 'POST',
    headers: { authorization: api.authorization },
    body: form,
  });
  expect(upload.status).toBe(201);
  const { latest } = (await upload.json()) as { latest: { id: string } };
  expect((await get(`versions/${latest.id}/sources`)).sources).toEqual(
    ['a', 'b', 'c'].map((letter) => ({ source: `supplier-${letter}`, rows: 400 })),
  );

  const request = { kind: 'train', versionId: latest.id, model: 'decision-tree', parameters: { maxDepth: 4 }, seed: 1 };
  const trained = await succeededRun(api.database, (await post('runs', request)).body.id);
  const impact: Impact = await get('impact?dataset=churn&source=supplier-b');
  expect(impact.versions).toMatchObject([{ id: latest.id, rows: 400 }]);
  expect(impact.models.map(({ id }) => id)).toEqual([trained.outputModelId]);

  const subject = { type: 'source', dataset: 'churn', source: 'supplier-b' };
  const opened: Recall = (await post('recalls', { subject, reason: 'Supplier b guessed its labels.' })).body;
  await succeededRun(api.database, opened.replacements[0]!.runId!);
  const recall: Recall = await get(`recalls/${opened.id}`);
  const versionId = recall.replacements[0]!.versionId!;
  expect(await get(`versions/${versionId}`)).toMatchObject({
    kind: 'filtered',
    rows: 800,
    droppedRows: 400,
    parentId: latest.id,
  });
  expect(await api.database.recalls.inForceOn(latest.id)).toMatchObject([{ id: recall.id }]);
  expect(await api.database.recalls.inForceOn(versionId)).toEqual([]);
  // The filtered version is downstream of the bad one, and holds none of it.
  expect((await get('impact?dataset=churn&source=supplier-b')).versions).toHaveLength(1);

  const started = await post(`recalls/${recall.id}/proposals/${recall.proposals[0]!.id}/start`);
  const again = await succeededRun(api.database, started.body.proposals[0].runId);
  const [bad, good] = await Promise.all([trained, again].map((run) => get(`models/${run.outputModelId}`)));
  expect(good).toMatchObject({ versionId, parameters: bad.parameters });
  expect(good.metrics.accuracy).toBeGreaterThan(bad.metrics.accuracy);
});
