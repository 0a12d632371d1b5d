import type { Readiness } from '@antidote/contracts';
import { openBlobStore, openDatabase, openJobQueue } from '@antidote/persistence';
import { buryJob, JOB_HANDLERS, sweepRetention, type ErasurePorts, type WorkflowPorts } from '@antidote/workflows';
import { MlflowClient } from 'mlflow-js-client';
import type { Logger } from 'pino';
import { ComputePool } from './compute-pool.js';
import type { WorkerConfig } from './config.js';
import { WorkerMetrics } from './worker-metrics.js';

/**
 * How long a stop waits for the jobs in hand; what is not done by then goes to another worker. Well below the 5 s after
 * which the supervisor kills.
 */
const STOP_TIMEOUT_MS = 3_000;

const RUN_QUEUES = Object.keys(JOB_HANDLERS) as (keyof typeof JOB_HANDLERS)[];

export interface RunningWorker {
  readiness(): Promise<Readiness>;
  /** What it holds and has done, and how full the queues are, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** Finishes or gives back the jobs in hand, then lets go of everything. */
  stop(): Promise<void>;
}

/** Claims jobs and hands them to workflows until it is stopped. */
export async function startWorker(config: WorkerConfig, log: Logger): Promise<RunningWorker> {
  const onError = (error: Error) => log.warn({ err: error }, 'a fault in the background');
  const database = await openDatabase({ databaseUrl: config.databaseUrl, onError });
  const queue = await openJobQueue({ databaseUrl: config.databaseUrl, onError, schedules: true });
  const pool = new ComputePool(config.concurrency);
  const mlflow = new MlflowClient({ trackingUri: config.mlflowTrackingUri, webUrl: config.mlflowUrl });
  const ports: WorkflowPorts = {
    database,
    blobs: await openBlobStore(config.blobs),
    mlflow,
    compute: pool.compute,
    onFailure: (run, error) => log.error({ err: error, runId: run.id, kind: run.kind }, 'run failed'),
  };
  const metrics = new WorkerMetrics(config.concurrency, () => database.queueDepths(RUN_QUEUES));
  const handle = <Q extends keyof typeof JOB_HANDLERS>(name: Q, slots: number) =>
    queue.work(name, slots, (job) =>
      metrics.measure(name, async (failed) => {
        const { id, data, attempt } = job;
        log.info({ queue: name, job: id, runId: data.runId, attempt }, 'job started');
        const onFailure: WorkflowPorts['onFailure'] = (run, error) => {
          failed();
          ports.onFailure(run, error);
        };
        await JOB_HANDLERS[name](job, { ...ports, onFailure });
        log.info({ queue: name, job: id, runId: data.runId }, 'job done');
      }),
    );
  // Nothing is claimed that no slot is free for: it waits in the queue, where any worker can take it. Runs of every kind
  // go on beside a long study, as each queue has its slots; the pool shares the processors out.
  await Promise.all([
    handle('run', config.concurrency + 1),
    handle('study-batch', config.concurrency),
    handle('study-report', 1),
    queue.work('retention-sweep', 1, async ({ signal }) => {
      const rewrite: ErasurePorts['rewrite'] = (input) => pool.compute('rewriteLineage', input, signal);
      const erased = await sweepRetention({ ...ports, rewrite });
      if (erased > 0) log.info({ versions: erased }, 'rows were erased that retention had due');
    }),
    queue.onDeadLetter('retention-sweep', async ({ failure }) => log.error({ failure }, 'the retention sweep failed')),
    queue.onDeadLetter('run', (job) => buryJob(job, ports)),
    queue.onDeadLetter('study-batch', (job) => buryJob(job, ports)),
    queue.onDeadLetter('study-report', (job) => buryJob(job, ports)),
  ]);

  return {
    async readiness() {
      const [databaseUp, mlflowUp] = await Promise.all([isUp(database.ping()), isUp(mlflow.health())]);
      const part = (name: string, up: boolean) => ({
        part: name,
        state: up ? ('up' as const) : ('down' as const),
        address: null,
        detail: null,
      });
      // Without MLflow jobs still run and are tried again, so it is shown and does not decide.
      return { ready: databaseUp, parts: [part('database', databaseUp), part('mlflow', mlflowUp)] };
    },
    metrics: () => metrics.text(),
    async stop() {
      await queue.stop(STOP_TIMEOUT_MS);
      await pool.close();
      await database.close();
    },
  };
}

function isUp(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    () => false,
  );
}
