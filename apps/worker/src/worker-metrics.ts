import type { QueueDepth } from '@antidote/persistence';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Of a job, in seconds. */
const BUCKETS = [0.05, 0.2, 1, 5, 20, 60, 300, 1800];

/**
 * What a worker tells Prometheus. A job ends `done` (its run may have been cancelled meanwhile), `failed` when it failed
 * its run, or `returned` when it goes back to the queue: it is tried again, here or elsewhere.
 */
export class WorkerMetrics {
  private readonly registry = new Registry();
  private readonly held = new Gauge({
    name: 'antidote_worker_jobs_held',
    help: 'Jobs that this worker holds now',
    labelNames: ['queue'],
    registers: [this.registry],
  });
  private readonly ended = new Counter({
    name: 'antidote_worker_jobs_total',
    help: 'Jobs that this worker has ended, by outcome: done, failed or returned',
    labelNames: ['queue', 'outcome'],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'antidote_worker_job_seconds',
    help: 'How long this worker held each job, in seconds',
    labelNames: ['queue'],
    buckets: BUCKETS,
    registers: [this.registry],
  });

  /**
   * @param concurrency how many computations run at a time
   * @param depths asked at each reading; without an answer the other figures are told
   */
  constructor(concurrency: number, depths: () => Promise<QueueDepth[]>) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'antidote_worker_concurrency',
      help: 'Computations that this worker runs at a time',
      registers: [this.registry],
    }).set(concurrency);
    new Gauge({
      name: 'antidote_queue_jobs',
      help: 'Jobs in a queue over all workers, by state: waiting or held',
      labelNames: ['queue', 'state'],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const { queue, waiting, held } of await depths().catch(() => [])) {
          this.set({ queue, state: 'waiting' }, waiting);
          this.set({ queue, state: 'held' }, held);
        }
      },
    });
  }

  /** Does a job's work, which calls `failed` when the job has failed its run, and throws when it goes back. */
  async measure(queue: string, work: (failed: () => void) => Promise<void>): Promise<void> {
    let outcome = 'done';
    this.held.inc({ queue });
    const stop = this.seconds.startTimer({ queue });
    try {
      await work(() => (outcome = 'failed'));
    } catch (error) {
      outcome = 'returned';
      throw error;
    } finally {
      stop();
      this.held.dec({ queue });
      this.ended.inc({ queue, outcome });
    }
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
