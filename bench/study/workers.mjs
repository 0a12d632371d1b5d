import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rowLeaves } from '@antidote/data-versioning';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { migrate, openBlobStore, openDatabase } from '@antidote/persistence';
import { tableFacts } from '@antidote/workflows';
import { ROOT } from '../../tools/stack/config.mjs';
import { accepts, ensureDatabase } from '../../tools/stack/database.mjs';
import { makeMlflowEnv } from '../../tools/stack/mlflow-env.mjs';
import { makePostgres } from '../../tools/stack/postgres.mjs';
import { startMlflow } from '../local-mlflow.mjs';
import { markdownTable } from '../markdown-table.mjs';

const DATA = 'digits';
const LEVELS = [0, 5, 10, 20, 30, 40, 50];
/** Enough that the report, which one worker makes, weighs little. */
const SEEDS = 60;
/** Of one single-threaded worker's time. */
const WANTED = 0.6;
const ACTOR = 'bench';
const ENDED = ['succeeded', 'failed', 'cancelled'];

const MOST_RUNS = 2;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/**
 * A study through the queue by one single-threaded worker and by two, alternated, each time by new processes; and by two
 * of which one is killed at a third. From the request to the end, with the report and its record in MLflow.
 *
 * @param options.runs of each, 2 at most
 * @returns `{ section, reached }`: Markdown, and whether two workers take at most the wanted share of one's time
 */
export async function benchWorkers({ runs: wantedRuns }) {
  const runs = Math.min(MOST_RUNS, wantedRuns);
  const stage = await openStage();
  try {
    const pairs = [];
    for (let run = 0; run < runs; run++) {
      process.stderr.write(`study: one worker and two, run ${run + 1} of ${runs}\n`);
      pairs.push({ one: await stage.study(1), two: await stage.study(2) });
    }
    process.stderr.write('study: one of two workers killed\n');
    const killed = await stage.study(2, { killAt: Math.ceil(SEEDS / 3) });
    const ratio = median(pairs.map(({ one, two }) => two.seconds / one.seconds));
    const seconds = (which) => median(pairs.map((pair) => pair[which].seconds)).toFixed(1);
    const same =
      new Set([killed, ...pairs.flatMap(({ one, two }) => [one, two])].map(({ report }) => report)).size === 1;
    const rows = [
      ['one', seconds('one'), ''],
      ['two', seconds('two'), `${ratio.toFixed(2)} (wanted ${WANTED})`],
      ['two, one of them killed at a third', killed.seconds.toFixed(1), ''],
    ];
    const section = `## Workers

${LEVELS.length} levels x ${SEEDS} seeds x {tree, forest of 100} of ${DATA} through the queue, by single-threaded workers as processes of their own: from the
request to the end, with the report and its record in MLflow; median of ${runs} alternated. ${
      killed.takenUpAfter === null
        ? 'The killed worker held no job.'
        : `The killed worker's jobs were taken up ${killed.takenUpAfter.toFixed(1)} s after its end.`
    }
The report is ${same ? 'the same bytes each time' : '**not** the same bytes each time'}.

${markdownTable(['workers', 'seconds', 'share of one worker’s time'], rows)}
`;
    return { section, reached: ratio <= WANTED && same };
  } finally {
    await stage.close();
  }
}

/** Postgres, MLflow, a blob folder and one registered dataset, on free ports below a temporary folder. */
async function openStage() {
  const home = mkdtempSync(join(tmpdir(), 'antidote-bench-'));
  mkdirSync(join(home, 'logs'));
  const undo = [() => rmSync(home, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const bin = await makeMlflowEnv(join(ROOT, '.antidote/mlflow-env'));
    const mlflow = await startMlflow(join(bin, 'mlflow'), home);
    undo.push(mlflow.stop);
    const databaseUrl = await startPostgres(home, undo);
    await migrate(databaseUrl);
    const database = await openDatabase({ databaseUrl });
    undo.push(() => database.close());
    const blobs = await openBlobStore(join(home, 'blobs'));
    const { table, warnings } = toTable(parseCsv(readFileSync(join(ROOT, `data/${DATA}.csv`))));
    const baseBlob = await blobs.put(encodeTable({ table, leaves: rowLeaves(table) }));
    const facts = { name: DATA, table: tableFacts(table, warnings), baseBlob };
    const { version } = await database.datasets.register(facts, ACTOR);
    const worker = () =>
      startWorker(home, { DATABASE_URL: databaseUrl, MLFLOW_TRACKING_URI: mlflow.address, ANTIDOTE_HOME: home });

    /** @returns `{ seconds, report, takenUpAfter }` */
    const study = async (workerCount, { killAt = null } = {}) => {
      const workers = await Promise.all(Array.from({ length: workerCount }, worker));
      try {
        const spec = {
          levels: LEVELS,
          models: ['decision-tree', 'random-forest'],
          attacks: ['uniform'],
          seeds: SEEDS,
          seed: 42,
          testShare: 0.3,
        };
        const start = performance.now();
        const { id } = await database.runs.enqueue({ kind: 'study', versionId: version.id, spec }, ACTOR);
        let killedAt = null;
        const reached = async (condition) => {
          for (;;) {
            const run = await database.runs.get(id);
            if (condition(run)) return run;
            await pause(20);
          }
        };
        if (killAt !== null) {
          await reached(({ progress }) => progress.done >= killAt);
          await kill(workers[0], 'SIGKILL');
          killedAt = Date.now();
        }
        const { state, error } = await reached((run) => ENDED.includes(run.state));
        const seconds = (performance.now() - start) / 1000;
        if (state !== 'succeeded') throw new Error(`the study ${state}: ${error?.message}`);
        const report = await database.runs.reportBlob(id);
        return { seconds, report, takenUpAfter: killedAt && (await takenUpAfter(databaseUrl, id, killedAt)) };
      } finally {
        await Promise.all(workers.map((child) => kill(child, 'SIGTERM')));
      }
    };
    return { study, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Seconds from a kill to the latest new start of what the killed worker held; null when it held nothing. */
async function takenUpAfter(databaseUrl, runId, killedAt) {
  const { default: pg } = await import('pg');
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(
    `SELECT max(started_on) AS latest FROM pgboss.job
     WHERE name = 'study-batch' AND data->>'runId' = $1 AND retry_count > 0`,
    [runId],
  );
  await client.end();
  return rows[0].latest && (rows[0].latest.getTime() - killedAt) / 1000;
}

async function startPostgres(home, undo) {
  const port = await freePort();
  const postgres = await makePostgres({ home });
  const { command, args, options, beforeStart } = postgres.part(port);
  await beforeStart();
  const log = openSync(join(home, 'logs/postgres.log'), 'a');
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
  undo.push(() => kill(child, 'SIGINT'));
  await until(() => accepts(postgres.url(port, 'postgres')), 'Postgres', child);
  await ensureDatabase(postgres.url(port, 'postgres'), 'antidote');
  return postgres.url(port);
}

async function startWorker(home, variables) {
  const port = await freePort();
  const log = openSync(join(home, 'logs/worker.log'), 'a');
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../apps/worker/dist/main.js', import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      ...variables,
      ANTIDOTE_WORKER_PORT: String(port),
      ANTIDOTE_WORKER_CONCURRENCY: '1',
      ANTIDOTE_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', log, log],
  });
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(ready, 'the worker', child);
  return child;
}

async function kill(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function until(ready, what, child) {
  for (const deadline = Date.now() + 60_000; !(await ready()); await pause(50)) {
    if (child.exitCode !== null) throw new Error(`${what} ended with exit code ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`${what} did not answer within a minute`);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
