import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunPriority, StudySpec } from '@antidote/contracts';
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
  });

  it('lets studies take turns whatever their size, higher priorities first, with few jobs of each in the queue', async () => {
    const version = await registeredVersion(database, 'turns');
    const WINDOW = 4;
    const names = new Map<string, string>();
    const sizes = new Map<string, number>();
    const studyOf = async (name: string, seeds: number, priority?: RunPriority) => {
      const spec = StudySpec.parse({ seeds });
      const request = { kind: 'study' as const, versionId: version.id, spec, ...(priority && { priority }) };
      const { id } = await database.runs.enqueue(request, ACTOR);
      names.set(id, name);
      sizes.set(id, seeds);
      await database.runs.begin(id);
      await database.runs.fanOut(id, seeds, { groupSize: 1, window: WINDOW });
    };
    const waiting = async () => (await database.queueDepths(['study-batch']))[0]!.waiting;
    await studyOf('low', 2, 'low');
    await studyOf('giant', 20);
    expect(await waiting()).toBe(2 + WINDOW);

    const order: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const handler = async ({ data: { runId, indexes, turn } }: Job<'study-batch'>) => {
        const name = names.get(runId)!;
        order.push(name);
        if (order.length === 10) await studyOf('small', 3);
        if (order.length === 12) await studyOf('urgent', 2, 'high');
        expect(await waiting()).toBeLessThanOrEqual(names.size * WINDOW);
        const later = indexes[0]! + WINDOW;
        // Sent twice, as after a crash.
        for (let time = 0; time < 2 && later < sizes.get(runId)!; time++) {
          await database.runs.sendBatches(runId, { indexes: [later], turn: turn + WINDOW });
        }
        if (order.length === 27) resolve();
      };
      void queue.work('study-batch', 1, (job) =>
        handler(job).catch((error) => {
          reject(error);
          throw error;
        }),
      );
    });
    const turns = ['giant', 'small', 'urgent', 'urgent', 'giant', 'small', 'giant', 'small'];
    const [alone, rest] = [Array(10).fill('giant'), Array(7).fill('giant')];
    expect(order).toEqual([...alone, ...turns, ...rest, 'low', 'low']);
    expect(await database.queueDepths(['study-batch', 'promotion'])).toMatchObject([
      { queue: 'study-batch', waiting: 0 },
      { queue: 'promotion', waiting: 0, held: 0 },
    ]);
  });

  it('says when no database answers', async () => {
    const away = { databaseUrl: 'postgresql://127.0.0.1:59321/none' };
    await expect(openJobQueue(away)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(openDatabase(away)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
