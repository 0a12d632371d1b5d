/** @jest-environment ./apps/api/testing/one-realm-environment.mjs */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model } from '@antidote/contracts';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { startJobs } from '../../testing/start-jobs.js';

const iris = await readFile(new URL('../../../../data/iris.csv', import.meta.url), 'utf8');
const [header, ...lines] = iris
  .trim()
  .split('\n')
  .map((line) => line.trim().split(','));
const features = header!.slice(0, -1);
const rows = lines.map((cells) => Object.fromEntries(features.map((name, column) => [name, cells[column]!])));
const name = `iris-${randomUUID()}`;

let api: TestApi;
let stopJobs: () => Promise<void>;
let model: Model;

beforeAll(async () => {
  api = await startApi();
  stopJobs = await startJobs(api);
  const dataset = await api.send('POST', '/api/v1/datasets', { json: { name: 'iris', csv: iris } });
  const train = { kind: 'train', versionId: dataset.body.latest.id, model: 'random-forest' };
  const run = await api.send('POST', '/api/v1/runs', { json: train });
  await api.send('GET', `/api/v1/runs/${run.body.id}/events`);
  const { outputModelId } = await api.database.runs.get(run.body.id);
  model = await api.database.models.get(outputModelId!);
  // What registry-promotion does at the end of a promotion.
  await api.mlflow.ensureRegisteredModel({ name });
  const { version } = await api.mlflow.createModelVersion({ name, modelId: model.mlflow.modelId });
  await api.mlflow.setAlias(name, 'champion', version);
  await api.database.models.takeAlias(model.id, { name, version, alias: 'champion' });
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

const predict = (json: unknown) =>
  api.send('POST', `/api/v1/registered-models/${name}/aliases/champion/predictions`, { json });

describe('predictions by alias', () => {
  it('predicts every row of Iris with the promoted bytes', async () => {
    const { status, body } = await predict({ rows });
    expect(status).toBe(200);
    expect(body).toMatchObject({ registeredModel: name, modelVersion: '1', sha256: model.sha256 });
    expect(body.classes).toHaveLength(3);
    const right = body.predictions.filter(
      (row: { prediction: string }, at: number) => row.prediction === lines[at]!.at(-1),
    );
    expect(right.length).toBeGreaterThan(140);
    for (const { prediction, probabilities } of body.predictions) {
      expect(probabilities.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 6);
      expect(body.classes[probabilities.indexOf(Math.max(...probabilities))]).toBe(prediction);
    }
  });

  it('takes numbers, text and missing values, and refuses what the model does not know', async () => {
    const numbers = rows
      .slice(0, 3)
      .map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])));
    expect((await predict({ rows: numbers })).body.predictions).toEqual(
      (await predict({ rows: rows.slice(0, 3) })).body.predictions,
    );
    expect(await predict({ rows: [{ ...rows[0], [features[0]!]: null }] })).toMatchObject({ status: 200 });
    const wrong = [
      { rows: [{ ...rows[0], colour: 'red' }] },
      { rows: [{ [features[0]!]: 1 }] },
      { rows: [{ ...rows[0], [features[0]!]: 'wide' }] },
    ];
    for (const request of wrong) {
      expect(await predict(request)).toMatchObject({ status: 422, body: { code: 'column_mismatch' } });
    }
    expect(await predict({ rows: [] })).toMatchObject({ status: 400 });
  });

  it('refuses an alias that was moved in MLflow past the platform', async () => {
    const moved = await api.mlflow.createModelVersion({ name, modelId: model.mlflow.modelId });
    await api.mlflow.setAlias(name, 'champion', moved.version);
    expect(await predict({ rows: [rows[0]] })).toMatchObject({ status: 502, body: { code: 'digest_mismatch' } });
    await api.mlflow.setAlias(name, 'champion', '1');
    expect(await predict({ rows: [rows[0]] })).toMatchObject({ status: 200 });
  });

  it('refuses bytes that were swapped in MLflow after the promotion', async () => {
    const { artifactUri } = await api.mlflow.getLoggedModel(model.mlflow.modelId);
    await api.mlflow.uploadArtifact(artifactUri, 'model.onnx', new TextEncoder().encode('swapped'));
    expect(await predict({ rows: [rows[0]] })).toMatchObject({ status: 502, body: { code: 'digest_mismatch' } });
  });
});
