import { describe, expect, it } from '@jest/globals';
import { WorkerMetrics } from './worker-metrics.js';

describe('WorkerMetrics', () => {
  it('tells what is held while it is, and how each job ended', async () => {
    const metrics = new WorkerMetrics(2, async () => [{ queue: 'study-batch', waiting: 7, held: 3 }]);
    await metrics.measure('run', async () => undefined);
    await metrics.measure('run', async (failed) => failed());
    const away = new Error('the database is away');
    await expect(metrics.measure('run', () => Promise.reject(away))).rejects.toBe(away);
    let release = () => {};
    const holding = metrics.measure('study-batch', () => new Promise((resolve) => (release = resolve)));
    expect((await metrics.text()).split('\n')).toEqual(
      expect.arrayContaining([
        'antidote_worker_concurrency 2',
        'antidote_worker_jobs_held{queue="run"} 0',
        'antidote_worker_jobs_held{queue="study-batch"} 1',
        'antidote_worker_jobs_total{queue="run",outcome="done"} 1',
        'antidote_worker_jobs_total{queue="run",outcome="failed"} 1',
        'antidote_worker_jobs_total{queue="run",outcome="returned"} 1',
        'antidote_worker_job_seconds_count{queue="run"} 3',
        'antidote_queue_jobs{queue="study-batch",state="waiting"} 7',
        'antidote_queue_jobs{queue="study-batch",state="held"} 3',
      ]),
    );
    release();
    await holding;
    expect(await metrics.text()).toContain('antidote_worker_jobs_held{queue="study-batch"} 0');
  });

  it('tells the rest when the database does not answer', async () => {
    const metrics = new WorkerMetrics(1, () => Promise.reject(new Error('away')));
    const text = await metrics.text();
    expect(text).toContain('antidote_worker_concurrency 1');
    expect(text).not.toContain('antidote_queue_jobs{');
  });
});
