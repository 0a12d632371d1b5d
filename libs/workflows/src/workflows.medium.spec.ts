import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Run, RunRequest, StudySpec } from '@antidote/contracts';
import { rowLeaves } from '@antidote/data-versioning';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { type BlobStore, type Database, migrate, openBlobStore, openDatabase } from '@antidote/persistence';
import { planStudy, reduceStudy, runCells } from '@antidote/robustness';
import { MlflowClient } from 'mlflow-js-client';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scratchDatabase, type ScratchDatabase } from '@antidote/persistence/testing';
import { COMPUTATIONS, type Compute } from './compute/computations.js';
import { tableFacts } from './datasets/table-facts.js';
import { JOB_HANDLERS } from './execute.js';
import { reviewItemDetail } from './reviews/review-item-detail.js';
import type { WorkflowPorts } from './workflow.js';

const IRIS = new URL('../../../data/iris.csv', import.meta.url);
const ACTOR = 'tester';

describe('workflows on a real Postgres and a real MLflow', () => {
  let scratch: ScratchDatabase;
  let database: Database;
  let blobs: BlobStore;
  let folder: string;
  let ports: WorkflowPorts;

  /** In this thread: threads are the worker's concern. */
  const compute = (async (name, input) => (COMPUTATIONS[name] as (input: unknown) => never)(input)) as Compute;

  beforeAll(async () => {
    scratch = await scratchDatabase(process.env.DATABASE_URL);
    await migrate(scratch.databaseUrl);
    database = await openDatabase({ databaseUrl: scratch.databaseUrl });
    folder = await mkdtemp(join(tmpdir(), 'workflows-'));
    blobs = await openBlobStore(folder);
    const mlflow = new MlflowClient({ trackingUri: process.env.MLFLOW_TRACKING_URI! });
    ports = { database, blobs, mlflow, compute, onFailure: () => undefined };
  });
  afterAll(async () => {
    await database.close();
    await scratch.drop();
    await rm(folder, { recursive: true });
  });

  async function registerIris(): Promise<string> {
    const bytes = await readFile(IRIS);
    const { table, warnings } = toTable(parseCsv(bytes));
    const registration = {
      name: `iris-${randomUUID()}`,
      table: tableFacts(table, warnings),
      baseBlob: await blobs.put(encodeTable({ table, leaves: rowLeaves(table) })),
    };
    return (await database.datasets.register(registration, ACTOR)).version.id;
  }

  const job = <D>(data: D, attempt = 1) => ({
    id: randomUUID(),
    data,
    attempt,
    lastAttempt: false,
    signal: new AbortController().signal,
  });

  /** Does what a worker does with the run's job, and with the jobs that follow from it. */
  async function finish(request: RunRequest, over: Partial<WorkflowPorts> = {}): Promise<Run> {
    const { id: runId } = await database.runs.enqueue(request, ACTOR);
    const using = { ...ports, ...over };
    await JOB_HANDLERS.run(job({ runId }), using);
    if (request.kind === 'study') {
      for (const { index } of planStudy(request.spec))
        await JOB_HANDLERS['study-batch'](job({ runId, indexes: [index], turn: index }), using);
      await JOB_HANDLERS['study-report'](job({ runId }), using);
    }
    return database.runs.get(runId);
  }

  it('goes from the registered file over poison and review to a cleaned version with its lineage', async () => {
    const original = await registerIris();
    const poisoning = await finish({
      kind: 'poison',
      versionId: original,
      spec: { attack: 'uniform', percent: 10, seed: 7 },
    });
    expect(poisoning).toMatchObject({ state: 'succeeded', error: null });
    const poisoned = await database.versions.get(poisoning.outputVersionId!);
    expect(poisoned).toMatchObject({
      kind: 'poisoned',
      parentId: original,
      changedLabels: 15,
      rows: 150,
      runId: poisoning.id,
    });

    const search = await finish({ kind: 'find-label-issues', versionId: poisoned.id, seed: 42 });
    const review = await database.reviews.get(search.outputReviewId!);
    expect(review.state).toBe('open');
    const { items } = await database.reviews.items(review.id, {}, { limit: 500 });
    const truth = JSON.parse(
      Buffer.from(await blobs.get((await database.versions.storage(poisoned.id)).groundTruthBlob!)).toString(),
    ) as { patch: { relabel: { row: number; from: string }[] } };
    const originalLabel = new Map(truth.patch.relabel.map(({ row, from }) => [row, from]));
    expect(items.filter(({ row }) => originalLabel.has(row)).length).toBeGreaterThanOrEqual(12);

    const detail = await reviewItemDetail(database, blobs, review.id, items[0]!.id);
    expect(detail.columns.map(({ name }) => name)).toHaveLength(4);
    expect(detail.nearestOther.length).toBeGreaterThan(0);

    for (const { id, row, given, revision } of items) {
      const label = originalLabel.get(row);
      const decision = label === undefined ? { action: 'keep' as const } : { action: 'relabel' as const, label };
      expect(label).not.toBe(given);
      await database.reviews.decide(review.id, id, revision, decision, 'reviewer');
    }
    await database.reviews.complete(review.id, 'reviewer');
    const applying = await finish({ kind: 'apply-review', reviewId: review.id });
    const cleaned = await database.versions.get(applying.outputVersionId!);
    expect(cleaned).toMatchObject({ kind: 'cleaned', parentId: poisoned.id, reviewId: review.id, droppedRows: 0 });
    expect(await database.reviews.get(review.id)).toMatchObject({ state: 'applied', cleanedVersionId: cleaned.id });

    // Applying it again gives the same version: a review makes one.
    expect((await finish({ kind: 'apply-review', reviewId: review.id })).outputVersionId).toBe(cleaned.id);

    // Every flip that people met was put right, and MLflow is told what poison is left, not what there was.
    const training = await finish({
      kind: 'train',
      versionId: cleaned.id,
      model: 'decision-tree',
      parameters: {},
      seed: 42,
    });
    const { params } = await ports.mlflow.getRun(training.mlflow!.runId);
    expect(Number(params.poison_percent)).toBeLessThan(poisoned.poison!.percent);
  });

  it('gives the version that exists when the same poison is asked for again', async () => {
    const versionId = await registerIris();
    const request = { kind: 'poison' as const, versionId, spec: { attack: 'uniform' as const, percent: 5, seed: 1 } };
    const [first, second] = [await finish(request), await finish(request)];
    expect(second.outputVersionId).toBe(first.outputVersionId);
    expect(second.id).not.toBe(first.id);
  });

  it('trains a poisoned version on its labels and scores it on the original ones, split as the original is', async () => {
    const original = await registerIris();
    const { outputVersionId } = await finish({
      kind: 'poison',
      versionId: original,
      spec: { attack: 'uniform', percent: 50, seed: 3 },
    });
    const train = async (versionId: string) => {
      const run = await finish({ kind: 'train', versionId, model: 'decision-tree', parameters: {}, seed: 42 });
      expect(run.error).toBeNull();
      return database.models.get(run.outputModelId!);
    };
    const [clean, poisoned] = [await train(original), await train(outputVersionId!)];
    expect(clean).toMatchObject({ labelsUsed: 'as-given', testRows: 45 });
    expect(poisoned).toMatchObject({ labelsUsed: 'manifest', testRows: 45, versionKind: 'poisoned' });
    expect(clean.metrics.accuracy).toBeGreaterThan(0.85);
    expect(poisoned.metrics.accuracy).toBeLessThan(0.8);
    expect(await blobs.has(clean.sha256)).toBe(true);

    const run = await ports.mlflow.getRun(poisoned.mlflow.runId);
    expect(run.status).toBe('FINISHED');
    const model = await ports.mlflow.getLoggedModel(poisoned.mlflow.modelId);
    expect(model.status).toBe('LOGGED_MODEL_READY');
  });

  it('reports a study as the command line would, whatever order its batches come in, and twice over', async () => {
    const versionId = await registerIris();
    const spec: StudySpec = {
      levels: [0, 20],
      models: ['decision-tree'],
      attacks: ['uniform'],
      seeds: 5,
      seed: 42,
      testShare: 0.3,
    };
    const { id: runId } = await database.runs.enqueue({ kind: 'study', versionId, spec }, ACTOR);
    await JOB_HANDLERS.run(job({ runId }), ports);
    await JOB_HANDLERS.run(job({ runId }, 2), ports);
    for (const index of [4, 2, 0, 3, 1, 4, 2])
      await JOB_HANDLERS['study-batch'](job({ runId, indexes: [index], turn: index }), ports);
    expect((await database.runs.get(runId)).progress).toEqual({ done: 5, total: 5 });
    await JOB_HANDLERS['study-report'](job({ runId }), ports);
    await JOB_HANDLERS['study-report'](job({ runId }, 2), ports);
    expect(await database.runs.get(runId)).toMatchObject({ state: 'succeeded', error: null });

    const version = await database.versions.get(versionId);
    const { table } = toTable(parseCsv(await readFile(IRIS)));
    const expected = reduceStudy(
      {
        name: version.dataset,
        sha256: version.digest,
        rows: 150,
        features: 4,
        classes: table.target.classes,
        target: table.target.name,
      },
      spec,
      planStudy(spec).map((batch) => runCells(table, spec, batch)),
      version.warnings,
    );
    const bytes = await blobs.get((await database.runs.reportBlob(runId))!);
    expect(Buffer.from(bytes).toString()).toBe(`${JSON.stringify(expected, null, 2)}\n`);
    expect((await database.runs.get(runId)).mlflow).not.toBeNull();
  });

  it('waits for an MLflow that is away, then fails the run and says so', async () => {
    const versionId = await registerIris();
    const away = { ...ports, mlflow: new MlflowClient({ trackingUri: 'http://127.0.0.1:59321', maxRetries: 0 }) };
    const request = { kind: 'train' as const, versionId, model: 'decision-tree' as const, parameters: {}, seed: 1 };
    const { id: runId } = await database.runs.enqueue(request, ACTOR);
    await expect(JOB_HANDLERS.run(job({ runId }), away)).rejects.toThrow();
    expect((await database.runs.get(runId)).state).toBe('running');
    await JOB_HANDLERS.run({ ...job({ runId }, 8), lastAttempt: true }, away);
    expect(await database.runs.get(runId)).toMatchObject({ state: 'failed', error: { code: 'service_unavailable' } });
  });

  it('fails a run with the reason of a refusal at once, and tells the log', async () => {
    const versionId = await registerIris();
    const onFailure = jest.fn();
    const run = await finish(
      { kind: 'train', versionId, model: 'decision-tree', parameters: { maxDepth: -1 }, seed: 1 },
      { onFailure },
    );
    expect(run).toMatchObject({ state: 'failed', error: { code: 'parameter_out_of_range' } });
    expect(onFailure).toHaveBeenCalledTimes(1);
  });

  it('stops the computation of a run that is cancelled', async () => {
    const versionId = await registerIris();
    const { id: runId } = await database.runs.enqueue(
      { kind: 'poison', versionId, spec: { attack: 'uniform', percent: 5, seed: 9 } },
      ACTOR,
    );
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const endless = ((_name, _input, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        begin();
      })) as Compute;
    const working = JOB_HANDLERS.run(job({ runId }), { ...ports, compute: endless });
    await begun;
    await database.runs.cancel(runId, ACTOR);
    await working;
    expect(await database.runs.get(runId)).toMatchObject({ state: 'cancelled', outputVersionId: null });
  });
});
