import { DomainError } from '@antidote/tabular';
import { fromPrisma, type Job as BossJob, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Client } from './prisma-client.js';

/** The queues and what a job of each carries. */
export interface JobData {
  /** One job a run; the job's id is the run's. */
  run: { runId: string };
  /** A group of a study's batches, and its turn among the groups of all studies. */
  'study-batch': { runId: string; indexes: number[]; turn: number };
  /** Sent by the batch that finishes a study last. */
  'study-report': { runId: string };
  /** One job a promotion; the job's id is the promotion's. */
  promotion: { promotionId: string };
  /** A recall was opened or lifted: registry-promotion freezes aliases, or frees them. */
  'alias-freeze': { recallId: string };
  /** Sent by the clock: rows that a retention rule has due are erased. */
  'retention-sweep': Record<string, never>;
}
export type QueueName = keyof JobData;

export interface Job<Q extends QueueName> {
  id: string;
  data: JobData[Q];
  /** Counts from 1; a job interrupted by a crash comes again with the next number. */
  attempt: number;
  /** Nothing follows when this attempt fails but the dead-letter queue. */
  lastAttempt: boolean;
  /** Aborted when the claim is lost (the job runs elsewhere now) or the queue stops. */
  signal: AbortSignal;
}

/** A job that used up its attempts, or whose workers died. */
export interface DeadJob<Q extends QueueName> {
  data: JobData[Q];
  /** The last failure as pg-boss kept it. */
  failure: string;
}

/**
 * A worker that dies is noticed by its missing heartbeat, the shortest that pg-boss takes being 10 s; whole attempts are
 * bounded only by the longest expiry it takes, as a large study may well compute for hours.
 */
const QUEUE_OPTIONS = {
  heartbeatSeconds: 10,
  expireInSeconds: 23 * 60 * 60,
  retryLimit: 7,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  notify: true,
};
const MAX_ATTEMPTS = QUEUE_OPTIONS.retryLimit + 1;

const QUEUES: QueueName[] = ['run', 'study-batch', 'study-report', 'promotion', 'alias-freeze', 'retention-sweep'];
/** When the clock sends a job, as cron has it, in UTC. */
const SCHEDULES: Partial<Record<QueueName, string>> = { 'retention-sweep': '23 * * * *' };
const deadLetter = (queue: QueueName) => `${queue}-dead`;

/** Installs or upgrades pg-boss in the schema `pgboss`, with the queues; harmless when repeated. */
export async function installQueues(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false, max: 2 });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  try {
    await boss.start();
    for (const queue of QUEUES) {
      await boss.createQueue(deadLetter(queue), { retryLimit: 100, retryDelay: 5, notify: true });
      await boss.createQueue(queue, { ...QUEUE_OPTIONS, deadLetter: deadLetter(queue) });
      await boss.updateQueue(queue, { ...QUEUE_OPTIONS, deadLetter: deadLetter(queue) });
      const schedule = SCHEDULES[queue];
      if (schedule) await boss.schedule(queue, schedule, {});
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0]) throw failures[0];
}

/** Sends jobs, each in the transaction of the row it stands for: both are there or neither. */
export class JobSender {
  private constructor(private readonly boss: PgBoss) {}

  static async open(databaseUrl: string, onError: (error: Error) => void): Promise<JobSender> {
    const boss = new PgBoss({
      connectionString: databaseUrl,
      supervise: false,
      schedule: false,
      migrate: false,
      useListenNotify: true,
      max: 2,
    });
    boss.on('error', onError);
    await boss.start();
    return new JobSender(boss);
  }

  /**
   * @param id a repeated send of the same id adds nothing
   * @param priority what is highest is claimed first, then what was sent first
   */
  async send<Q extends QueueName>(
    tx: Client,
    queue: Q,
    data: JobData[Q],
    { id, priority }: { id?: string; priority?: number } = {},
  ): Promise<void> {
    const options = { ...(id !== undefined && { id }), ...(priority !== undefined && { priority }) };
    await this.boss.send(queue, data, { ...options, db: fromPrisma(tx) });
  }

  /** Sends many jobs at once, as `send` does each. */
  async sendAll<Q extends QueueName>(
    tx: Client,
    queue: Q,
    jobs: { data: JobData[Q]; id: string; priority: number }[],
  ): Promise<void> {
    await this.boss.insert(queue, jobs, { db: fromPrisma(tx) });
  }

  /** The highest priority within bounds among the jobs that wait for their first start; null when none does. */
  async highestWaiting(tx: Client, queue: QueueName, [least, most]: [number, number]): Promise<number | null> {
    const rows = await tx.$queryRaw<{ highest: number | null }[]>`
      SELECT max(priority) AS highest FROM pgboss.job
      WHERE name = ${queue} AND state = 'created' AND priority BETWEEN ${least} AND ${most}`;
    return rows[0]!.highest;
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }
}

export interface JobQueueOptions {
  databaseUrl: string;
  onError?: (error: Error) => void;
  /** Whether the jobs of the clock are sent from here; any number of processes may. */
  schedules?: boolean;
}

/** The receiving side: claims jobs for handlers, beats their hearts, supervises the queues. */
export class JobQueue {
  private constructor(private readonly boss: PgBoss) {}

  static async open({ databaseUrl, onError = () => undefined, schedules = false }: JobQueueOptions): Promise<JobQueue> {
    const boss = new PgBoss({
      connectionString: databaseUrl,
      migrate: false,
      schedule: schedules,
      useListenNotify: true,
      // How soon a dead worker's jobs go to another: the heartbeat's 10 s and these two.
      monitorIntervalSeconds: 1,
      superviseIntervalSeconds: 1,
    });
    boss.on('error', onError);
    await boss.start();
    return new JobQueue(boss);
  }

  /**
   * Hands each job of a queue to `handler`, up to `concurrency` at a time. A handler that returns has done the job; one
   * that throws has it tried again with back-off, and at last put among the dead letters.
   */
  async work<Q extends QueueName>(
    queue: Q,
    concurrency: number,
    handler: (job: Job<Q>) => Promise<void>,
  ): Promise<void> {
    for (let slot = 0; slot < concurrency; slot++) {
      let slotId = '';
      const options = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 };
      slotId = await this.boss.work<JobData[Q]>(queue, options, async (jobs: BossJob<JobData[Q]>[]) => {
        // A slot takes one job a poll; asking to be woken makes it look again as soon as this one is done.
        this.boss.notifyWorker(slotId);
        const { id, data, retryCount, signal } = jobs[0]!;
        const attempt = retryCount + 1;
        await handler({ id, data, attempt, lastAttempt: attempt >= MAX_ATTEMPTS, signal });
      });
    }
  }

  /** Hands each dead letter of a queue to `handler`, which must be harmless when repeated. */
  async onDeadLetter<Q extends QueueName>(queue: Q, handler: (job: DeadJob<Q>) => Promise<void>): Promise<void> {
    const options = { includeMetadata: true as const, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
    await this.boss.work<JobData[Q], void, typeof options>(
      deadLetter(queue),
      options,
      async (jobs: JobWithMetadata<JobData[Q]>[]) => {
        for (const { data, sourceOutput } of jobs) await handler({ data, failure: describe(sourceOutput) });
      },
    );
  }

  /** Waits up to `timeoutMs` for the jobs in hand, then gives the rest back to be tried elsewhere. */
  async stop(timeoutMs: number): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: timeoutMs });
  }
}

function describe(output: object | null): string {
  const message = (output as { message?: unknown; value?: { message?: unknown } } | null)?.message;
  return typeof message === 'string' && message !== '' ? message : 'its worker stopped without a word';
}

/** Opens the receiving side. @throws DomainError `service_unavailable` */
export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  try {
    return await JobQueue.open(options);
  } catch (cause) {
    throw new DomainError(
      'service_unavailable',
      'the job queue cannot be reached; is the database up and migrated?',
      {},
      { cause },
    );
  }
}
