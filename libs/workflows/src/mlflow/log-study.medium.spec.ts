import type { StudyReport } from '@antidote/contracts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MlflowClient, type Run } from 'mlflow-js-client';
import { logStudy, type StudyLog } from './log-study.js';

const unique = crypto.randomUUID().slice(0, 8);

const report: StudyReport = {
  formatVersion: 1,
  dataset: {
    name: 'iris',
    sha256: 'cd'.repeat(32),
    rows: 150,
    features: 4,
    classes: ['a', 'b', 'c'],
    target: 'species',
  },
  spec: {
    levels: [0, 10],
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds: 3,
    seed: 42,
    testShare: 0.3,
  },
  trainRows: 105,
  testRows: 45,
  fits: 12,
  labelsUsed: 'as-given',
  majorityAccuracy: 1 / 3,
  cells: (['decision-tree', 'random-forest'] as const).flatMap((model) =>
    [0, 10].map((level) => ({
      model,
      attack: 'uniform' as const,
      level,
      mean: 0.9,
      sd: 0.1,
      n: 3,
      interval: [0.7, 1] as [number, number],
      accuracies: [0.8, 0.9, 1],
    })),
  ),
  losses: [],
  leads: [],
  verdict: { sentence: 'No difference shown.', reasons: ['The intervals hold 0.'], limits: ['45 test rows.'] },
  warnings: [],
};

const studyLog = (changes: Partial<StudyLog> = {}): StudyLog => ({
  experiment: `study-${unique}`,
  user: 'ada',
  source: 'antidote study',
  startTime: 1_700_000_000_000,
  endTime: 1_700_000_002_000,
  report,
  dataset: {
    name: 'iris',
    sha256: 'cd'.repeat(32),
    uri: 'data/iris.csv',
    rows: 150,
    columns: [{ name: 'width', type: 'numeric' }],
    target: 'species',
  },
  artifacts: new Map([['report.json', new TextEncoder().encode(JSON.stringify(report))]]),
  ...changes,
});

describe('logStudy on a real MLflow server', () => {
  let client: MlflowClient;

  beforeAll(() => {
    const trackingUri = process.env['MLFLOW_TRACKING_URI'];
    if (!trackingUri) throw new Error('MLFLOW_TRACKING_URI is not set: run the medium tests with `npm test`');
    client = new MlflowClient({ trackingUri });
  });

  async function childrenOf(runId: string): Promise<Run[]> {
    const { experimentId } = await client.getRun(runId);
    const children: Run[] = [];
    const filter = `tags.\`mlflow.parentRunId\` = '${runId}'`;
    for await (const run of client.searchRuns({ experimentIds: [experimentId], filter })) children.push(run);
    return children;
  }

  test('a parent with the verdict and the report, a child for each model and level', async () => {
    const logged = await logStudy(client, studyLog());
    const parent = await client.getRun(logged.runId);
    expect(parent).toMatchObject({
      status: 'FINISHED',
      params: { levels: '0,10', models: 'decision-tree,random-forest', seeds: '3', fits: '12' },
      tags: { labels_used: 'as-given' },
    });
    expect(parent.tags['mlflow.note.content']).toMatch(/^\*\*No difference shown\.\*\*/);
    const stored = await client.downloadArtifact(parent.artifactUri, 'report.json');
    expect(JSON.parse(new TextDecoder().decode(stored))).toEqual(report);

    const children = await childrenOf(logged.runId);
    expect(children.map(({ runName }) => runName)).toEqual([
      '0% decision-tree',
      '10% decision-tree',
      '0% random-forest',
      '10% random-forest',
    ]);
    const second = await client.getRun(logged.childRunIds[1]!);
    expect(second).toMatchObject({
      runName: '10% decision-tree',
      status: 'FINISHED',
      params: { model: 'decision-tree', poison_percent: '10', attack: 'uniform' },
    });
    // A run shows the last step of each metric: the third seed.
    const metrics = Object.fromEntries(second.metrics.map(({ key, value, step }) => [key, { value, step }]));
    expect(metrics).toMatchObject({
      accuracy: { value: 1, step: 2 },
      accuracy_mean: { value: 0.9 },
      accuracy_sd: { value: 0.1 },
    });
  });

  test('a repeated delivery makes no duplicates, and one cut short is completed', async () => {
    const log = studyLog({ experiment: `study-repeat-${unique}`, idempotencyKey: `study-${unique}` });
    let childrenMade = 0;
    const cutShort: typeof fetch = (input, init) =>
      String(input).endsWith('/runs/create') && childrenMade++ === 3
        ? Promise.resolve(new Response('killed', { status: 418 }))
        : fetch(input, init);
    const dying = new MlflowClient({ trackingUri: client.trackingUri, fetch: cutShort });
    await expect(logStudy(dying, log)).rejects.toMatchObject({ status: 418 });

    const first = await logStudy(client, log);
    const again = await logStudy(client, log);
    expect(again).toEqual(first);
    expect(await childrenOf(first.runId)).toHaveLength(4);
    await expect(client.getRun(first.runId)).resolves.toMatchObject({ status: 'FINISHED' });
  });
});
