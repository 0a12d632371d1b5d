import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTOR, registeredVersion, scratchDatabase, type ScratchDatabase } from '../testing/index.js';
import { type Database, openDatabase } from './database.js';
import { type DeadJob, type Job, type JobQueue, openJobQueue } from './job-queue.js';
import { migrate } from './migrate.js';

describe('job queue', () => {
  let scratch: ScratchDatabase;
  let database: Database;
  let queue: JobQueue;
  beforeAll(async () => {
    scratch = await scratchDatabase(process.env.DATABASE_URL);
    await migrate(scratch.databaseUrl);
    database = await openDatabase({ databaseUrl: scratch.databaseUrl });
    queue = await openJobQueue({ databaseUrl: scratch.databaseUrl });
  });
  afterAll(async () => {
    await queue.stop(1_000);
    await database.close();
    await scratch.drop();
  });

  it('tries a failed job again, and hands one that used up its attempts to the dead letters with its last words', async () => {
    const version = await registeredVersion(database);
    const { id } = await database.runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 1 }, ACTOR);
    await scratch.query('UPDATE pgboss.job SET retry_limit = 1, retry_delay = 0, retry_backoff = false WHERE id = $1', [
      id,
    ]);
    const dead = new Promise<DeadJob<'run'>>((resolve) => {
      void queue.onDeadLetter('run', async (job) => resolve(job));
    });
    const attempts: Job<'run'>[] = [];
    await queue.work('run', 1, async (job) => {
      attempts.push(job);
      throw new Error('the disk is full');
    });
    expect(await dead).toEqual({ data: { runId: id }, failure: 'the disk is full' });
    expect(attempts.map(({ id: job, attempt }) => [job, attempt])).toEqual([
      [id, 1],
      [id, 2],
    ]);
  }, 30_000);

  it('says when no database answers', async () => {
    const away = { databaseUrl: 'postgresql://127.0.0.1:59321/none' };
    await expect(openJobQueue(away)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(openDatabase(away)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
