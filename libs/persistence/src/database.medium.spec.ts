import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTOR, hash, openReview, registeredVersion, tableFacts } from '../testing/builders.js';
import { scratchDatabase, type ScratchDatabase } from '../testing/scratch-database.js';
import { type Database, openDatabase } from './database.js';
import { migrate } from './migrate.js';

describe('repositories', () => {
  let scratch: ScratchDatabase;
  let database: Database;
  beforeAll(async () => {
    scratch = await scratchDatabase(process.env.DATABASE_URL);
    await migrate(scratch.databaseUrl);
    database = await openDatabase({ databaseUrl: scratch.databaseUrl });
  });
  afterAll(async () => {
    await database.close();
    await scratch.drop();
  });

  const jobsOf = (id: string) => scratch.query('SELECT name FROM pgboss.job WHERE id = $1', [id]);

  describe('datasets and versions', () => {
    it('registers a table once, and a second table as a second version', async () => {
      const registration = { name: 'twice', table: tableFacts(), baseBlob: hash('b') };
      const first = await database.datasets.register(registration, ACTOR);
      const again = await database.datasets.register(registration, ACTOR);
      expect([first.created, again.created]).toEqual([true, false]);
      expect(again.version).toEqual(first.version);

      const other = { ...registration, table: tableFacts({ digest: hash('d') }) };
      expect((await database.datasets.register(other, ACTOR)).dataset.versionCount).toBe(2);
    });

    it('gives one version when the same table comes ten times at once', async () => {
      const registration = { name: 'rush', table: tableFacts(), baseBlob: hash('b') };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => database.datasets.register(registration, ACTOR)),
      );
      expect(new Set(answers.map(({ version }) => version.id)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
    });

    it('refuses another target under the same name', async () => {
      await registeredVersion(database, 'fixed-target');
      await expect(
        registeredVersion(database, 'fixed-target', { target: 'width', digest: hash('e') }),
      ).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('pages newest first, each version once', async () => {
      for (const digit of ['1', '2', '3', '4', '5'])
        await registeredVersion(database, 'paged', { digest: hash(digit) });
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await database.versions.list('paged', { limit: 2, cursor });
        seen.push(...page.items.map(({ digest }) => digest.charAt(0)));
        cursor = page.next ?? undefined;
      }
      expect(seen).toEqual(['5', '4', '3', '2', '1']);
      await expect(database.versions.list('paged', { limit: 2, cursor: 'junk' })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
    });

    it('answers not_found for ids that are unknown and for ids that are none', async () => {
      await expect(database.versions.get('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(database.versions.get("'; DROP TABLE")).rejects.toMatchObject({ code: 'not_found' });
      await expect(database.datasets.get('nothing')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('runs', () => {
    it('makes the row and the job together, or neither', async () => {
      const version = await registeredVersion(database, 'enqueued');
      const request = { kind: 'find-label-issues' as const, versionId: version.id, seed: 42 };
      const run = await database.runs.enqueue(request, ACTOR);
      expect(run).toMatchObject({ state: 'queued', dataset: 'enqueued', request });
      expect(await jobsOf(run.id)).toEqual([{ name: 'run' }]);

      let lost = '';
      const failing = database.transaction(async ({ runs }) => {
        lost = (await runs.enqueue(request, ACTOR)).id;
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await expect(database.runs.get(lost)).rejects.toMatchObject({ code: 'not_found' });
      expect(await jobsOf(lost)).toEqual([]);
    });

    it('tells every change to those who follow the run', async () => {
      const version = await registeredVersion(database, 'followed');
      const run = await database.runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 1 }, ACTOR);
      const told = new Promise<void>((resolve) => database.followRun(run.id, resolve));
      await database.runs.begin(run.id);
      await told;
    });

    it('keeps a cancelled run cancelled, whatever its worker still does', async () => {
      const version = await registeredVersion(database, 'cancelled');
      const { id } = await database.runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 1 }, ACTOR);
      expect((await database.runs.begin(id))?.state).toBe('running');
      expect((await database.runs.cancel(id, ACTOR)).state).toBe('cancelled');
      expect(await database.runs.begin(id)).toBeNull();
      expect(await database.transaction((tx) => tx.runs.holdRunning(id))).toBe(false);
      await database.runs.fail(id, { code: 'defect', message: 'late' });
      expect(await database.runs.get(id)).toMatchObject({ state: 'cancelled', error: null });
      await expect(database.runs.cancel(id, ACTOR)).rejects.toMatchObject({ code: 'invalid_state' });
    });

    it('counts each batch of a study once and sends the report job once', async () => {
      const version = await registeredVersion(database, 'batches');
      const { id } = await database.runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 1 }, ACTOR);
      await database.runs.begin(id);
      await database.runs.fanOut(id, 5, { groupSize: 2, window: 64 });
      await database.runs.fanOut(id, 5, { groupSize: 2, window: 64 });
      const jobs = await scratch.query(
        `SELECT data FROM pgboss.job WHERE name = 'study-batch' AND data->>'runId' = $1`,
        [id],
      );
      expect(jobs).toHaveLength(3);

      // Each batch is delivered twice, all at once.
      await Promise.all(
        [0, 1, 2, 3, 4, 0, 1, 2, 3, 4].map((index) =>
          database.runs.saveBatch(id, index, { index, accuracy: 0.1 + 0.2 }),
        ),
      );
      expect((await database.runs.get(id)).progress).toEqual({ done: 5, total: 5 });
      expect(await database.runs.missingBatches(id, [0, 1, 2, 3, 4])).toEqual([]);
      const reports = await scratch.query(
        `SELECT 1 FROM pgboss.job WHERE name = 'study-report' AND data->>'runId' = $1`,
        [id],
      );
      expect(reports).toHaveLength(1);
      expect(await database.runs.batchResults(id)).toEqual(
        [0, 1, 2, 3, 4].map((index) => ({ index, accuracy: 0.1 + 0.2 })),
      );
    });
  });

  describe('reviews', () => {
    it('lets one of two simultaneous decisions through', async () => {
      const review = await openReview(database, 'contested');
      const [item] = (await database.reviews.items(review.id, {}, { limit: 10 })).items;
      const results = await Promise.allSettled([
        database.reviews.decide(review.id, item!.id, 0, { action: 'drop' }, 'ann'),
        database.reviews.decide(review.id, item!.id, 0, { action: 'keep' }, 'bob'),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const rejected = results.find((result) => result.status === 'rejected');
      expect(rejected?.reason).toMatchObject({ code: 'precondition_failed' });
      const events = await database.audit.list({ subjectId: item!.id }, { limit: 10 });
      expect(events.items).toHaveLength(1);
    });

    it('goes from the first decision to applied, and refuses what comes too late', async () => {
      const review = await openReview(database, 'walked');
      const { items } = await database.reviews.items(review.id, {}, { limit: 1 });
      const first = items[0]!;
      expect(first).toMatchObject({ position: 1, row: 2, decision: null, revision: 0 });
      await expect(database.reviews.complete(review.id, ACTOR)).rejects.toMatchObject({ code: 'invalid_state' });
      await expect(
        database.reviews.decide(review.id, first.id, 0, { action: 'relabel', label: 'tulip' }, ACTOR),
      ).rejects.toMatchObject({
        code: 'invalid_argument',
      });
      const decided = await database.reviews.decide(
        review.id,
        first.id,
        0,
        { action: 'relabel', label: 'setosa' },
        ACTOR,
      );
      expect(decided).toMatchObject({
        revision: 1,
        decision: { action: 'relabel', label: 'setosa', decidedBy: ACTOR },
      });
      const undone = await database.reviews.undo(review.id, first.id, 1, ACTOR);
      expect(undone).toMatchObject({ revision: 2, decision: null });

      const open = await database.reviews.items(review.id, { decided: false }, { limit: 10 });
      for (const item of open.items)
        await database.reviews.decide(review.id, item.id, item.revision, { action: 'drop' }, ACTOR);
      await expect(database.runs.enqueue({ kind: 'apply-review', reviewId: review.id }, ACTOR)).rejects.toMatchObject({
        code: 'invalid_state',
      });
      expect(await database.reviews.complete(review.id, ACTOR)).toMatchObject({
        state: 'finished',
        decided: 2,
        dropped: 2,
      });
      await expect(database.reviews.undo(review.id, first.id, 3, ACTOR)).rejects.toMatchObject({
        code: 'invalid_state',
      });
      await expect(database.reviews.complete(review.id, ACTOR)).rejects.toMatchObject({ code: 'invalid_state' });
      expect(await database.reviews.decisions(review.id)).toEqual([
        { row: 2, given: 'virginica', action: 'drop', label: null },
        { row: 0, given: 'setosa', action: 'drop', label: null },
      ]);
    });

    it('finishes a review without rows at once', async () => {
      expect(await openReview(database, 'spotless', [])).toMatchObject({ state: 'finished', items: 0, decided: 0 });
    });
  });

  describe('idempotency', () => {
    it('does the work once for ten deliveries, and refuses another body', async () => {
      const version = await registeredVersion(database, 'delivered');
      const request = { scope: 'POST /runs tester', key: 'k1', requestSha256: hash('1') };
      const deliver = () =>
        database.idempotency.once(request, async ({ runs }) => ({
          status: 202,
          body: await runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 1 }, ACTOR),
        }));
      const answers = await Promise.all(Array.from({ length: 10 }, deliver));
      expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
      expect((await database.runs.list({ dataset: 'delivered' }, { limit: 50 })).items).toHaveLength(1);
      await expect(
        database.idempotency.once({ ...request, requestSha256: hash('2') }, async () => ({ status: 200, body: null })),
      ).rejects.toMatchObject({ code: 'conflict' });
    });

    it('forgets old keys and no others', async () => {
      const once = (key: string) =>
        database.idempotency.once({ scope: 'POST /runs tester', key, requestSha256: hash('1') }, async () => ({
          status: 200,
          body: key,
        }));
      await Promise.all(['old', 'young'].map(once));
      await scratch.query(`UPDATE "IdempotencyKey" SET "createdAt" = '2026-01-01' WHERE "key" = 'old'`);
      await database.idempotency.forgetBefore(new Date('2026-01-02'));
      const left = await scratch.query(`SELECT "key" FROM "IdempotencyKey" WHERE "key" IN ('old', 'young')`);
      expect(left).toEqual([{ key: 'young' }]);
    });
  });

  describe('models and promotions', () => {
    async function model(name: string) {
      const version = await registeredVersion(database, name);
      const run = await database.runs.enqueue(
        { kind: 'train', versionId: version.id, model: 'decision-tree', parameters: {}, seed: 42 },
        ACTOR,
      );
      const metrics = { accuracy: 0.9, balancedAccuracy: 0.9, precision: 0.9, recall: 0.9, f1: 0.9 };
      return database.models.add(
        {
          runId: run.id,
          versionId: version.id,
          kind: 'decision-tree',
          parameters: { maxDepth: 3 },
          metrics,
          accuracyInterval: [0.8, 0.95],
          testRows: 45,
          labelsUsed: 'as-given',
          sha256: hash('f'),
          mlflow: { runId: 'r', modelId: 'm', url: 'http://mlflow.test/r' },
        },
        ACTOR,
      );
    }

    it('takes an alias from the model that held it', async () => {
      const [first, second] = [await model('alias-1'), await model('alias-2')];
      for (const alias of ['staging', 'champion', 'champion'])
        await database.models.takeAlias(first.id, { name: 'flowers', version: '1', alias });
      await database.models.takeAlias(second.id, { name: 'flowers', version: '2', alias: 'champion' });
      expect((await database.models.get(first.id)).registered).toEqual({
        name: 'flowers',
        version: '1',
        aliases: ['staging'],
      });
      expect((await database.models.findByAlias('flowers', 'champion'))?.id).toBe(second.id);
    });

    it('loses no change when aliases of one name move at once', async () => {
      const [first, second] = [await model('alias-3'), await model('alias-4')];
      const take = ({ id }: { id: string }, version: string, alias: string) =>
        database.models.takeAlias(id, { name: 'herbs', version, alias });
      await take(first, '1', 'staging');
      for (let turn = 0; turn < 20; turn++) {
        await Promise.all([take(first, '1', 'champion'), take(second, '2', 'staging')]);
        await Promise.all([take(first, '1', 'staging'), take(second, '2', 'champion')]);
        expect((await database.models.get(first.id)).registered!.aliases).toEqual(['staging']);
        expect((await database.models.get(second.id)).registered!.aliases).toEqual(['champion']);
      }
    });

    it('lets one of two promotions at once through and names it to the other', async () => {
      const { id: modelId } = await model('promoted');
      const request = { modelId, registeredModel: 'iris', alias: 'staging', reason: 'the evidence holds' };
      const results = await Promise.allSettled([1, 2].map(() => database.promotions.request(request, ACTOR)));
      const won = results.find((result) => result.status === 'fulfilled')!.value;
      const lost = results.find((result) => result.status === 'rejected')!;
      expect(lost.reason).toMatchObject({ code: 'conflict', details: { promotionId: won.id } });
      expect(await jobsOf(won.id)).toEqual([{ name: 'promotion' }]);

      await expect(database.promotions.advance(won.id, 'live', {}, ACTOR)).rejects.toMatchObject({
        code: 'invalid_state',
      });
      await database.promotions.advance(won.id, 'checking', {}, ACTOR);
      await database.promotions.advance(won.id, 'refused', { error: null as never }, ACTOR);
      expect((await database.promotions.unfinished()).filter(({ id }) => id === won.id)).toEqual([]);
      await expect(database.promotions.request(request, ACTOR)).resolves.toMatchObject({ state: 'requested' });
    });
  });
});
