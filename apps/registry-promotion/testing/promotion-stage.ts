import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model, Promotion, Run, RunRequest, Version } from '@antidote/contracts';
import { rowLeaves } from '@antidote/data-versioning';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import {
  migrate,
  openBlobStore,
  openDatabase,
  openJobQueue,
  type BlobStore,
  type Database,
} from '@antidote/persistence';
import { COMPUTATIONS, JOB_HANDLERS, tableFacts, type Compute } from '@antidote/workflows';
import { MlflowClient } from 'mlflow-js-client';
import pg from 'pg';
import { readConfig } from '../src/config.js';
import { PromotionsService } from '../src/promotions/promotions.service.js';

const ACTOR = 'ada';
/** The project's own policy, and the same taking labels as given: an original has no others. */
export const DEFAULT_POLICY = await readFile(new URL('../../../policies/default.yaml', import.meta.url), 'utf8');
const ANY_LABELS = DEFAULT_POLICY.replace('labels: [', 'labels: [as-given, ');
const iris = new URL('../../../data/iris.csv', import.meta.url);

/** A database of its own with Iris in it, a blob store, and what acts on them; MLflow is the real one. */
export class PromotionStage {
  private constructor(
    readonly database: Database,
    readonly blobs: BlobStore,
    readonly mlflow: MlflowClient,
    readonly original: Version,
    private readonly home: string,
    private readonly databaseUrl: string,
    private readonly stopJobs: () => Promise<void>,
  ) {}

  static async open(): Promise<PromotionStage> {
    const url = new URL(process.env.DATABASE_URL!);
    url.pathname = `/promotion_${randomUUID().replaceAll('-', '')}`;
    await execute(`CREATE DATABASE ${url.pathname.slice(1)}`);
    await migrate(url.href, () => undefined);
    const home = await mkdtemp(join(tmpdir(), 'antidote-promotion-'));
    const database = await openDatabase({ databaseUrl: url.href });
    const blobs = await openBlobStore(join(home, 'blobs'));
    const mlflow = new MlflowClient({ trackingUri: process.env.MLFLOW_TRACKING_URI! });
    const bytes = await readFile(iris);
    const { table, warnings } = toTable(parseCsv(bytes));
    const registration = {
      name: 'iris',
      table: tableFacts(table, warnings),
      baseBlob: await blobs.put(encodeTable({ table, leaves: rowLeaves(table) })),
    };
    const { version } = await database.datasets.register(registration, ACTOR);
    const stopJobs = await startJobs(url.href, database, blobs, mlflow);
    return new PromotionStage(database, blobs, mlflow, version, home, url.href, stopJobs);
  }

  /** Runs something to its end. */
  async run(request: RunRequest): Promise<Run> {
    return this.ended((await this.database.runs.enqueue(request, ACTOR)).id);
  }

  /** The run once it has ended. */
  ended(id: string): Promise<Run> {
    return new Promise((resolve, reject) => {
      const look = () =>
        void this.database.runs.get(id).then((run) => {
          if (run.state === 'succeeded') resolve(run);
          else if (run.state === 'failed') reject(new Error(run.error!.message));
          else return;
          unfollow();
        }, reject);
      const unfollow = this.database.followRun(id, look);
      look();
    });
  }

  async train(model: 'decision-tree' | 'random-forest'): Promise<Model> {
    const run = await this.run({ kind: 'train', versionId: this.original.id, model, parameters: {}, seed: 42 });
    return this.database.models.get(run.outputModelId!);
  }

  /** Another model row over the same files: cheap, where only the registry matters. */
  async copyOf({
    kind,
    parameters,
    metrics,
    accuracyInterval,
    testRows,
    labelsUsed,
    sha256,
    mlflow,
  }: Model): Promise<Model> {
    const request = { kind: 'train', versionId: this.original.id, model: kind, parameters: {}, seed: 1 } as const;
    const { id } = await this.database.runs.enqueue(request, ACTOR);
    await this.database.runs.cancel(id, ACTOR);
    const facts = { kind, parameters, metrics, accuracyInterval, testRows, labelsUsed, sha256, mlflow };
    return this.database.models.add({ runId: id, versionId: this.original.id, ...facts }, ACTOR);
  }

  request(model: Model, registeredModel: string, alias: string): Promise<Promotion> {
    const reason = 'The study and the review are done.';
    return this.database.promotions.request({ modelId: model.id, registeredModel, alias, reason }, ACTOR);
  }

  /** The service as a process has it. @param policy text of the policy file; the project's own, taking any labels, unless told */
  async service({
    mlflow = this.mlflow,
    policy = ANY_LABELS,
  }: { mlflow?: MlflowClient; policy?: string } = {}): Promise<PromotionsService> {
    const path = join(this.home, `${randomUUID()}.yaml`);
    await writeFile(path, policy);
    const config = readConfig({
      DATABASE_URL: this.databaseUrl,
      MLFLOW_TRACKING_URI: process.env.MLFLOW_TRACKING_URI,
      ANTIDOTE_POLICY: path,
    });
    return new PromotionsService(this.database, this.blobs, mlflow, config);
  }

  async close(): Promise<void> {
    await this.stopJobs();
    await this.database.close();
    await execute(`DROP DATABASE ${new URL(this.databaseUrl).pathname.slice(1)} WITH (FORCE)`);
    await rm(this.home, { recursive: true });
  }
}

/** Does the runs' jobs in this process, as a worker does them in its threads; promotions are left to the test. */
async function startJobs(databaseUrl: string, database: Database, blobs: BlobStore, mlflow: MlflowClient) {
  const queue = await openJobQueue({ databaseUrl });
  const compute = (async (name: keyof typeof COMPUTATIONS, input: never) =>
    COMPUTATIONS[name](input)) as unknown as Compute;
  const ports = { database, blobs, mlflow, compute, onFailure: () => undefined };
  await queue.work('run', 1, (job) => JOB_HANDLERS.run(job, ports));
  await queue.work('study-batch', 1, (job) => JOB_HANDLERS['study-batch'](job, ports));
  await queue.work('study-report', 1, (job) => JOB_HANDLERS['study-report'](job, ports));
  return () => queue.stop(5_000);
}

async function execute(statement: string): Promise<void> {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
