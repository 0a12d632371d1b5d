import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Run, StudySpec } from '@antidote/contracts';
import { rowLeaves } from '@antidote/data-versioning';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { type BlobStore, type Database, migrate, openBlobStore, openDatabase } from '@antidote/persistence';
import { tableFacts } from '@antidote/workflows';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDatabase, type ScratchDatabase, startS3Server } from '@antidote/persistence/testing';
import { Random } from '@antidote/tabular';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const IRIS = new URL('../../../data/iris.csv', import.meta.url);
const ACTOR = 'tester';

/** Enough that a study is far from done after the last kill. */
const SEEDS = 300;
const KILLS = 10;
/** Of batches that a worker may save before it is killed. */
const MOST_SAVED = 8;

describe('worker process', () => {
  let scratch: ScratchDatabase;
  let database: Database;
  let blobs: BlobStore;
  let folder: string;
  let versionId: string;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    scratch = await scratchDatabase(process.env.DATABASE_URL);
    await migrate(scratch.databaseUrl);
    database = await openDatabase({ databaseUrl: scratch.databaseUrl });
    folder = await mkdtemp(join(tmpdir(), 'worker-'));
    blobs = await openBlobStore(folder);
    versionId = await register('iris', await readFile(IRIS));
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });
  afterAll(async () => {
    await database.close();
    await scratch.drop();
    await rm(folder, { recursive: true });
  });

  async function register(name: string, bytes: Uint8Array): Promise<string> {
    const { table, warnings } = toTable(parseCsv(bytes));
    const registration = {
      name,
      table: tableFacts(table, warnings),
      baseBlob: await blobs.put(encodeTable({ table, leaves: rowLeaves(table) })),
    };
    return (await database.datasets.register(registration, ACTOR)).version.id;
  }

  async function startWorker(variables: NodeJS.ProcessEnv = {}): Promise<{ child: ChildProcess; address: string }> {
    const port = await freePort();
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: scratch.databaseUrl,
        MLFLOW_TRACKING_URI: process.env.MLFLOW_TRACKING_URI,
        ANTIDOTE_BLOBS: folder,
        ANTIDOTE_WORKER_PORT: String(port),
        ANTIDOTE_WORKER_CONCURRENCY: '1',
        ANTIDOTE_LOG_LEVEL: 'warn',
        ...variables,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const address = `http://127.0.0.1:${port}`;
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the worker ended with code ${child.exitCode} before it was ready`);
      return (await fetch(`${address}/health/ready`).catch(() => null))?.status === 200;
    });
    return { child, address };
  }

  const study = (spec: Partial<StudySpec> = {}, of = versionId) =>
    database.runs.enqueue(
      {
        kind: 'study',
        versionId: of,
        spec: {
          levels: [0, 10, 50],
          models: ['decision-tree', 'random-forest'],
          attacks: ['uniform'],
          seeds: SEEDS,
          seed: 42,
          testShare: 0.3,
          ...spec,
        },
      },
      ACTOR,
    );

  /** Waits on the run's own changes until it meets the condition. */
  function reaches(runId: string, condition: (run: Run) => boolean): Promise<Run> {
    return new Promise((resolve, reject) => {
      const look = () =>
        database.runs.get(runId).then((run) => {
          if (!condition(run)) return;
          unfollow();
          resolve(run);
        }, reject);
      const unfollow = database.followRun(runId, look);
      void look();
    });
  }
  /**
   * Kills the worker at a moment when it holds jobs, and gives their ids. A batch takes milliseconds, so the process is
   * frozen first, what it sent to the database settles, and only then is it seen whether it held any.
   */
  async function killWithJobsInHand(child: ChildProcess): Promise<unknown[]> {
    for (;;) {
      child.kill('SIGSTOP');
      await until(async () => {
        const busy = await scratch.query(
          `SELECT pid FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
        );
        return busy.length === 0;
      });
      const held = await scratch.query(`SELECT id FROM pgboss.job WHERE name = 'study-batch' AND state = 'active'`);
      if (held.length > 0) {
        child.kill('SIGKILL');
        await once(child, 'exit');
        return held.map(({ id }) => id);
      }
      child.kill('SIGCONT');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const ended = (run: Run) => run.state !== 'queued' && run.state !== 'running';

  it('killed ten times in a study, leaves it to the next worker each time, which ends with the same bytes', async () => {
    const random = new Random(7);
    const { id: runId } = await study();
    const held: unknown[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const { child } = await startWorker();
      const { done } = (await database.runs.get(runId)).progress;
      const moment = done + 1 + random.below(MOST_SAVED);
      await reaches(runId, ({ progress }) => progress.done >= moment);
      held.push(...(await killWithJobsInHand(child)));
    }
    const interrupted = await database.runs.get(runId);
    expect(interrupted.state).toBe('running');
    expect(interrupted.progress.done).toBeLessThan(SEEDS);

    const last = await startWorker({ ANTIDOTE_WORKER_CONCURRENCY: '2' });
    expect(await reaches(runId, ended)).toMatchObject({ state: 'succeeded', progress: { done: SEEDS, total: SEEDS } });
    const again = await scratch.query(`SELECT retry_count FROM pgboss.job WHERE id = ANY($1)`, [held]);
    expect(again.length).toBeGreaterThan(0);
    for (const { retry_count } of again) expect(retry_count).toBeGreaterThan(0);

    const { id: undisturbed } = await study();
    expect((await reaches(undisturbed, ended)).state).toBe('succeeded');
    expect(await database.runs.reportBlob(runId)).toBe(await database.runs.reportBlob(undisturbed));

    last.child.kill('SIGTERM');
    const [code] = (await once(last.child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  it('makes the same bytes where the blobs lie in a bucket, and tells Prometheus what it did', async () => {
    const server = await startS3Server();
    const variables = {
      ANTIDOTE_BLOBS: 's3://antidote/blobs',
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'anyone',
      AWS_SECRET_ACCESS_KEY: 'anything',
    };
    try {
      Object.assign(process.env, variables);
      await fetch(`${server.endpoint}/antidote`, { method: 'PUT' });
      const bucket = await openBlobStore(variables.ANTIDOTE_BLOBS);
      const { baseBlob } = await database.versions.storage(versionId);
      await bucket.put(await blobs.get(baseBlob));

      const { child, address } = await startWorker(variables);
      const { id: overBucket } = await study({ seeds: 3 });
      expect((await reaches(overBucket, ended)).state).toBe('succeeded');
      const metrics = await (await fetch(`${address}/metrics`)).text();
      expect(metrics).toMatch(/^antidote_worker_jobs_total\{queue="study-batch",outcome="done"\} 3$/m);
      expect(metrics).toMatch(/^antidote_worker_jobs_held\{queue="study-batch"\} 0$/m);
      expect(metrics).toMatch(/^antidote_queue_jobs\{queue="study-batch",state="waiting"\} 0$/m);
      expect(metrics).toMatch(/^antidote_worker_concurrency 1$/m);
      child.kill('SIGKILL');
      await once(child, 'exit');

      await startWorker();
      const { id: overFolder } = await study({ seeds: 3 });
      expect((await reaches(overFolder, ended)).state).toBe('succeeded');
      const report = (await database.runs.reportBlob(overBucket))!;
      expect(await database.runs.reportBlob(overFolder)).toBe(report);
      expect(await bucket.get(report)).toEqual(new Uint8Array(await blobs.get(report)));
    } finally {
      await server.stop();
    }
  });

  it('asked to stop in a long batch, gives its job back instead of finishing it', async () => {
    const line = (row: number) => [...Array(12).keys()].map((c) => Math.sin(row * (c + 1)).toFixed(6)).join(',');
    const rows = Array.from({ length: 80_000 }, (_, row) => `${line(row)},${row % 3}`);
    const header = `${[...Array(12).keys()].map((c) => `x${c}`).join(',')},label`;
    const large = await register('large', Buffer.from([header, ...rows].join('\n')));
    const { child } = await startWorker();
    const { id: runId } = await study({ seeds: 1, levels: Array.from({ length: 50 }, (_, level) => level) }, large);
    const job = async () =>
      (
        await scratch.query(`SELECT state FROM pgboss.job WHERE name = 'study-batch' AND data->>'runId' = $1`, [runId])
      )[0]?.state;
    await until(async () => (await job()) === 'active');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await job()).toBe('retry');
    expect(await database.runs.get(runId)).toMatchObject({ state: 'running', error: null });
    await database.runs.cancel(runId, ACTOR);
  });

  it('stops a cancelled study within a moment and takes the next run', async () => {
    await startWorker();
    const { id: runId } = await study({ seeds: 2000 });
    await reaches(runId, ({ progress }) => progress.done >= 1);
    await database.runs.cancel(runId, ACTOR);
    const next = await database.runs.enqueue(
      { kind: 'poison', versionId, spec: { attack: 'uniform', percent: 10, seed: 1 } },
      ACTOR,
    );
    expect(await reaches(next.id, ended)).toMatchObject({ state: 'succeeded' });
    const { progress } = await database.runs.get(runId);
    expect(progress.done).toBeLessThan(2000);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 100));
}
