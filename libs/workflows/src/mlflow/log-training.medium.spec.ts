import { beforeAll, describe, expect, test } from '@jest/globals';
import { MlflowClient, type Run } from 'mlflow-js-client';
import { logTraining, type TrainingLog } from './log-training.js';

const unique = crypto.randomUUID().slice(0, 8);
const text = (value: string) => new TextEncoder().encode(value);

type Files = ReadonlyMap<string, Uint8Array>;

function trainingLog(changes: Partial<TrainingLog> & { files?: Files } = {}): TrainingLog & { files: Files } {
  return {
    experiment: `training-${unique}`,
    user: 'ada',
    source: 'antidote train',
    startTime: 1_700_000_000_000,
    endTime: 1_700_000_000_250,
    kind: 'decision-tree',
    engine: 'native',
    parameters: { criterion: 'gini', minSamplesLeaf: 1, bootstrap: false },
    seed: 7,
    poison: { attack: 'uniform', percent: 10, seed: 42 },
    metrics: { accuracy: 0.9, balancedAccuracy: 0.89, precision: 0.88, recall: 0.87, f1: 0.86, rocAuc: 0.95 },
    confusion: { classes: ['no', 'yes'], counts: [5, 1, 0, 4] },
    labelsUsed: 'manifest',
    training: {
      name: 'iris_poisoned_10',
      sha256: 'ab'.repeat(32),
      uri: 'data/iris_poisoned_10.csv',
      rows: 150,
      columns: [{ name: 'width', type: 'numeric' }],
      target: 'species',
    },
    trainRows: 105,
    testRows: 45,
    files: new Map([
      ['MLmodel', text('flavors: {}\n')],
      ['model.onnx', text('onnx')],
    ]),
    ...changes,
  };
}

describe('logTraining on a real MLflow server', () => {
  let client: MlflowClient;
  let trackingUri: string;

  beforeAll(() => {
    const address = process.env['MLFLOW_TRACKING_URI'];
    if (!address) throw new Error('MLFLOW_TRACKING_URI is not set: run the medium tests with `npm test`');
    trackingUri = address;
    client = new MlflowClient({ trackingUri });
  });

  async function runsOf(experiment: string): Promise<Run[]> {
    const found = await client.getExperimentByName(experiment);
    const runs: Run[] = [];
    for await (const run of client.searchRuns({ experimentIds: [found!.experimentId] })) runs.push(run);
    return runs;
  }

  test('a run with parameters, metrics, tags and a model that is ready', async () => {
    const logged = await logTraining(client, trainingLog());
    const run = await client.getRun(logged.runId);
    expect(run).toMatchObject({
      runName: 'poisoned_10_percent',
      status: 'FINISHED',
      startTime: 1_700_000_000_000,
      endTime: 1_700_000_000_250,
      params: {
        model: 'decision-tree',
        criterion: 'gini',
        minSamplesLeaf: '1',
        bootstrap: 'false',
        seed: '7',
        poison_percent: '10',
        attack: 'uniform',
        poison_seed: '42',
        resample: 'none',
        train_rows: '105',
        test_rows: '45',
      },
      tags: {
        'mlflow.user': 'ada',
        'mlflow.source.name': 'antidote train',
        labels_used: 'manifest',
        dataset_sha256: 'ab'.repeat(32),
      },
    });
    expect(Object.fromEntries(run.metrics.map(({ key, value }) => [key, value]))).toEqual({
      accuracy: 0.9,
      balanced_accuracy: 0.89,
      precision: 0.88,
      recall: 0.87,
      f1: 0.86,
      roc_auc: 0.95,
    });
    const model = await client.getLoggedModel(logged.modelId);
    expect(model).toMatchObject({ status: 'LOGGED_MODEL_READY', sourceRunId: logged.runId, name: 'decision-tree' });
    expect(model.metrics.find(({ key }) => key === 'accuracy')).toMatchObject({
      value: 0.9,
      datasetName: 'iris_poisoned_10',
      datasetDigest: 'ab'.repeat(18),
    });
    expect(await client.downloadArtifact(model.artifactUri, 'model.onnx')).toEqual(text('onnx'));
    const confusion = await client.downloadArtifact(run.artifactUri, 'confusion_matrix.json');
    expect(JSON.parse(new TextDecoder().decode(confusion))).toEqual({
      columns: ['truth \\ predicted', 'no', 'yes'],
      data: [
        ['no', 5, 1],
        ['yes', 0, 4],
      ],
    });
    const picture = await client.downloadArtifact(run.artifactUri, 'confusion_matrix.svg');
    expect(new TextDecoder().decode(picture)).toContain('decision-tree, accuracy 0.9000');
    expect(logged.url).toBe(
      `${trackingUri}/#/experiments/${run.experimentId}/runs/${run.runId}?workflowType=machine_learning`,
    );
    expect(logged.modelUrl).toContain(`/models/${logged.modelId}`);
  });

  test('without poison the run is clean and names no attack', async () => {
    const { runId } = await logTraining(client, trainingLog({ poison: null }));
    const run = await client.getRun(runId);
    expect(run.runName).toBe('clean');
    expect(run.params['poison_percent']).toBe('0');
    expect(run.params).not.toHaveProperty('attack');
  });

  test('resampled rows are counted', async () => {
    const resampling = { name: 'smote-tomek' as const, addedRows: 30, parentRows: 12, removedRows: 4 };
    const { runId } = await logTraining(client, trainingLog({ resampling }));
    expect((await client.getRun(runId)).params).toMatchObject({
      resample: 'smote-tomek',
      resample_added_rows: '30',
      resample_parent_rows: '12',
      resample_removed_rows: '4',
    });
  });

  test('a model without files leaves a finished run and no model', async () => {
    const log: TrainingLog = { ...trainingLog({ kind: 'k-nearest-neighbors' }), files: null };
    const logged = await logTraining(client, log);
    expect(logged).toMatchObject({ modelId: null, modelUrl: null });
    const run = await client.getRun(logged.runId);
    expect(run).toMatchObject({ status: 'FINISHED', params: { model: 'k-nearest-neighbors' } });
    expect(run.metrics.map(({ key }) => key)).toContain('accuracy');
  });

  test('a repeated delivery logs the same run and model', async () => {
    const log = trainingLog({ experiment: `repeat-${unique}`, idempotencyKey: `run-${unique}` });
    const first = await logTraining(client, log);
    expect(await logTraining(client, log)).toEqual(first);
    expect(await runsOf(log.experiment)).toHaveLength(1);
  });

  test('a fault on the way leaves a failed run; the next delivery mends it', async () => {
    const log = trainingLog({ experiment: `fault-${unique}`, idempotencyKey: `fault-${unique}` });
    const noUpload: typeof fetch = (input, init) =>
      init?.method === 'PUT' ? Promise.resolve(new Response('disk full', { status: 507 })) : fetch(input, init);
    await expect(logTraining(new MlflowClient({ trackingUri, fetch: noUpload }), log)).rejects.toThrow(
      /507: disk full/,
    );
    expect(await runsOf(log.experiment)).toMatchObject([{ status: 'FAILED' }]);
    const mended = await logTraining(client, log);
    expect(await runsOf(log.experiment)).toMatchObject([{ status: 'FINISHED', runId: mended.runId }]);
    await expect(client.getLoggedModel(mended.modelId)).resolves.toMatchObject({ status: 'LOGGED_MODEL_READY' });
  });
});
