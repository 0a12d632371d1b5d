import { beforeAll, describe, expect, test } from '@jest/globals';
import { MlflowClient } from './mlflow-client.js';

const text = (value: string) => new TextEncoder().encode(value);

/** Against the real server, whose address the test set-up gives. */
describe('MlflowClient on a real MLflow server', () => {
  const unique = crypto.randomUUID().slice(0, 8);
  let client: MlflowClient;
  let experimentId: string;

  beforeAll(async () => {
    const trackingUri = process.env['MLFLOW_TRACKING_URI'];
    if (!trackingUri) throw new Error('MLFLOW_TRACKING_URI is not set: run the medium tests with `npm test`');
    client = new MlflowClient({ trackingUri });
    experimentId = await client.ensureExperiment(`client-${unique}`, { purpose: 'test' });
  });

  const newRun = (runName = 'run') => client.createRun({ experimentId, runName, user: 'ada' });

  const newModel = async () => {
    const run = await newRun();
    const model = await client.createLoggedModel({
      experimentId,
      name: 'tree',
      modelType: 'decision-tree',
      sourceRunId: run.runId,
      params: { maxDepth: 3 },
    });
    return { run, model };
  };

  test('is well', async () => {
    await expect(client.health()).resolves.toBeUndefined();
  });

  test('an experiment is made once and found again', async () => {
    await expect(client.ensureExperiment(`client-${unique}`)).resolves.toBe(experimentId);
    await expect(client.getExperimentByName(`client-${unique}`)).resolves.toMatchObject({ tags: { purpose: 'test' } });
    await expect(client.getExperimentByName(`nobody-${unique}`)).resolves.toBeUndefined();
    await expect(client.createExperiment(`client-${unique}`)).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
  });

  test('two at once ensure one experiment', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => client.ensureExperiment(`race-${unique}`)));
    expect(new Set(ids).size).toBe(1);
  });

  test('a run keeps its parameters, tags, metrics and times; logging twice changes nothing', async () => {
    const run = await client.createRun({ experimentId, runName: 'clean', startTime: 1_700_000_000_000, user: 'ada' });
    const batch = {
      params: { maxDepth: 8, criterion: 'gini' },
      tags: { team: 'data' },
      metrics: [
        { key: 'accuracy', value: 0.5, timestamp: 1_700_000_000_000, step: 0 },
        { key: 'accuracy', value: 0.75, timestamp: 1_700_000_000_000, step: 1 },
        { key: 'loss', value: Number.NaN, timestamp: 1_700_000_000_000 },
      ],
    };
    await client.logBatch(run.runId, batch);
    await client.logBatch(run.runId, batch);
    await client.setTag(run.runId, 'reviewed', 'yes');
    await client.updateRun(run.runId, { status: 'FINISHED', endTime: 1_700_000_001_000 });
    const found = await client.getRun(run.runId);
    expect(found).toMatchObject({
      runName: 'clean',
      status: 'FINISHED',
      startTime: 1_700_000_000_000,
      endTime: 1_700_000_001_000,
      params: { maxDepth: '8', criterion: 'gini' },
      tags: { team: 'data', reviewed: 'yes', 'mlflow.user': 'ada' },
    });
    expect(found.metrics.find(({ key }) => key === 'accuracy')).toMatchObject({ value: 0.75, step: 1 });
    expect(found.metrics.find(({ key }) => key === 'loss')?.value).toBeNaN();
  });

  test('a changed parameter is refused by the server', async () => {
    const run = await newRun();
    await client.logBatch(run.runId, { params: { a: 1 } });
    await expect(client.logBatch(run.runId, { params: { a: 2 } })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
  });

  test('a batch beyond every limit arrives whole', async () => {
    const run = await newRun();
    const params = Object.fromEntries(Array.from({ length: 230 }, (_, i) => [`p${i}`, 'x'.repeat(6000)]));
    const metrics = Array.from({ length: 2300 }, (_, i) => ({ key: `m${i}`, value: i, timestamp: 1 }));
    await client.logBatch(run.runId, { params, metrics });
    const found = await client.getRun(run.runId);
    expect(found.params).toEqual(params);
    expect(found.metrics).toHaveLength(2300);
  });

  test('one key makes one run, in a later process too', async () => {
    const request = { experimentId, runName: 'keyed', idempotencyKey: `job-${unique}` };
    const first = await client.createRun(request);
    const later = new MlflowClient({ trackingUri: client.trackingUri });
    await expect(later.createRun(request)).resolves.toMatchObject({ runId: first.runId });
    await expect(client.createRun({ ...request, idempotencyKey: `other-${unique}` })).resolves.not.toMatchObject({
      runId: first.runId,
    });
  });

  test('a run whose answer is lost after the server made it exists once', async () => {
    let lost = 0;
    const lossy: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/runs/create') || lost++ > 0) return response;
      await response.arrayBuffer();
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    };
    const unlucky = new MlflowClient({ trackingUri: client.trackingUri, fetch: lossy, baseDelayMs: 1 });
    const run = await unlucky.createRun({ experimentId, runName: `lost-${unique}` });
    const found: string[] = [];
    const filter = `attributes.run_name = 'lost-${unique}'`;
    for await (const { runId } of client.searchRuns({ experimentIds: [experimentId], filter })) found.push(runId);
    expect(found).toEqual([run.runId]);
  });

  test('a search walks over pages', async () => {
    const made = await Promise.all([0, 1, 2, 3, 4].map((i) => newRun(`page-${unique}-${i}`)));
    const filter = `attributes.run_name LIKE 'page-${unique}-%'`;
    const found = new Set<string>();
    for await (const run of client.searchRuns({ experimentIds: [experimentId], filter, pageSize: 2 }))
      found.add(run.runId);
    expect(found).toEqual(new Set(made.map(({ runId }) => runId)));
  });

  test('a dataset and a model are noted, twice without harm', async () => {
    const { run, model } = await newModel();
    const dataset = { name: 'iris', digest: 'd'.repeat(36), sourceType: 'local', source: '{"uri":"data/iris.csv"}' };
    for (const _ of [1, 2]) {
      await client.logInputs(run.runId, [{ dataset, tags: { 'mlflow.data.context': 'training' } }]);
      await client.logOutputs(run.runId, [{ modelId: model.modelId }]);
    }
    const metric = {
      key: 'accuracy',
      value: 0.9,
      timestamp: 1,
      modelId: model.modelId,
      datasetName: 'iris',
      datasetDigest: dataset.digest,
    };
    await client.logBatch(run.runId, { metrics: [metric] });
    const found = await client.getLoggedModel(model.modelId);
    expect(found.metrics).toEqual([expect.objectContaining({ key: 'accuracy', value: 0.9, datasetName: 'iris' })]);
  });

  test('the files of a model go up, are listed and come back as they were', async () => {
    const { model } = await newModel();
    expect(model.status).toBe('LOGGED_MODEL_PENDING');
    const onnx = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
    await client.uploadModelFiles(
      model,
      new Map([
        ['MLmodel', text('flavors: {}\n')],
        ['model.onnx', onnx],
        ['extra/größe 1%.txt', text('1')],
      ]),
    );
    await expect(client.finalizeLoggedModel(model.modelId, 'LOGGED_MODEL_READY')).resolves.toMatchObject({
      status: 'LOGGED_MODEL_READY',
      params: { maxDepth: '3' },
    });
    expect((await client.listArtifacts(model.artifactUri)).sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'MLmodel', isDirectory: false, size: 12 },
      { path: 'extra', isDirectory: true, size: undefined },
      { path: 'model.onnx', isDirectory: false, size: 70_000 },
    ]);
    await expect(client.listArtifacts(model.artifactUri, 'extra')).resolves.toEqual([
      { path: 'extra/größe 1%.txt', isDirectory: false, size: 1 },
    ]);
    expect(await client.downloadArtifact(model.artifactUri, 'model.onnx')).toEqual(onnx);
    await expect(client.downloadArtifact(model.artifactUri, 'none')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('the registry: versions, tags, aliases and stages', async () => {
    const name = `iris-${unique}`;
    const { run, model } = await newModel();
    await client.uploadModelFiles(model, new Map([['MLmodel', text('flavors: {}\n')]]));
    await client.finalizeLoggedModel(model.modelId, 'LOGGED_MODEL_READY');
    await client.ensureRegisteredModel({ name, description: 'trees on iris' });
    await expect(client.ensureRegisteredModel({ name })).resolves.toMatchObject({ description: 'trees on iris' });
    await expect(client.createRegisteredModel({ name })).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' });

    const request = {
      name,
      modelId: model.modelId,
      runId: run.runId,
      tags: { gate: 'passed' },
      idempotencyKey: `p-${unique}`,
    };
    const first = await client.createModelVersion(request);
    expect(first).toMatchObject({
      name,
      version: '1',
      source: `models:/${model.modelId}`,
      runId: run.runId,
      status: 'READY',
    });
    await expect(client.createModelVersion(request)).resolves.toMatchObject({ version: '1' });
    const second = await client.createModelVersion({ ...request, idempotencyKey: `q-${unique}` });
    expect(second.version).toBe('2');

    await expect(client.getModelVersionByAlias(name, 'champion')).resolves.toBeUndefined();
    await client.setAlias(name, 'champion', '1');
    await client.setAlias(name, 'champion', '2');
    await expect(client.getModelVersionByAlias(name, 'champion')).resolves.toMatchObject({ version: '2' });
    await expect(client.getRegisteredModel(name)).resolves.toMatchObject({ aliases: { champion: '2' } });
    await client.deleteAlias(name, 'champion');
    await client.deleteAlias(name, 'champion');
    await expect(client.getModelVersionByAlias(name, 'champion')).resolves.toBeUndefined();
    await expect(client.getModelVersionByAlias(`none-${unique}`, 'champion')).resolves.toBeUndefined();

    await client.setModelVersionTag(name, '2', 'evidence', 'sha256:1');
    await client.transitionStage(name, '1', 'Staging');
    await expect(client.transitionStage(name, '2', 'Staging', true)).resolves.toMatchObject({ stage: 'Staging' });
    await expect(client.getModelVersion(name, '1')).resolves.toMatchObject({ stage: 'Archived' });
    await expect(client.getModelVersion(name, '2')).resolves.toMatchObject({
      tags: { gate: 'passed', evidence: 'sha256:1' },
    });
    await expect(client.getModelVersion(name, '3')).rejects.toMatchObject({ status: 404 });
    await expect(client.getRegisteredModel(`none-${unique}`)).resolves.toBeUndefined();

    const versions: string[] = [];
    const search = { filter: `name = '${name}'`, orderBy: ['version_number ASC'], pageSize: 1 };
    for await (const { version } of client.searchModelVersions(search)) versions.push(version);
    expect(versions).toEqual(['1', '2']);
    const names: string[] = [];
    for await (const found of client.searchRegisteredModels({ filter: `name = '${name}'` })) names.push(found.name);
    expect(names).toEqual([name]);

    const artifactUri = await client.getModelVersionArtifactUri(name, '2');
    expect(new TextDecoder().decode(await client.downloadArtifact(artifactUri, 'MLmodel'))).toBe('flavors: {}\n');
  });
});
