import type { Page, Run, RunKind, RunPriority, RunProgress, RunRequest } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { createHash } from 'node:crypto';
import { AuditRepository } from './audit-repository.js';
import { bandOf, jobPriority, turnOf } from './job-priority.js';
import type { JobSender } from './job-queue.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, Prisma, translateErrors } from './prisma-client.js';
import { requireUsable } from './validation-repository.js';

/** Kinds whose figures people rely on. A validation still under way does not hold them up: promotion looks again. */
const WANT_USABLE: readonly RunKind[] = ['train', 'study', 'certify', 'break', 'learning-curve'];

/** What a run made. */
export interface RunOutputs {
  versionId?: string;
  modelId?: string;
  reviewId?: string;
  reportBlob?: string;
  mlflow?: { runId: string; url: string };
}

/** Batches of a study that one job computes. */
export interface BatchGroup {
  /** Of the plan, ascending. */
  indexes: number[];
  /** When it is served among the groups of all studies of the same priority: the lowest first. */
  turn: number;
}

export interface RunFilter {
  kind?: RunKind | undefined;
  dataset?: string | undefined;
  state?: Run['state'] | undefined;
}

const withDataset = { dataset: { select: { name: true } } } satisfies Prisma.RunInclude;
type Row = Prisma.RunGetPayload<{ include: typeof withDataset }>;

function toRun(row: Row): Run {
  return {
    id: row.id,
    kind: row.kind as RunKind,
    state: row.state,
    dataset: row.dataset.name,
    inputVersionId: row.inputVersionId,
    request: row.request as unknown as RunRequest,
    progress: { done: row.progressDone, total: row.progressTotal },
    outputVersionId: row.outputVersionId,
    outputModelId: row.outputModelId,
    outputReviewId: row.outputReviewId,
    mlflow: row.mlflowRunId === null ? null : { runId: row.mlflowRunId, url: row.mlflowUrl ?? '' },
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export class RunRepository {
  constructor(
    private readonly client: Client,
    private readonly jobs: JobSender,
  ) {}

  /**
   * The run row and its job in one transaction.
   * @throws DomainError `not_found` for an unknown version or review; `invalid_state` for a review that is not finished,
   *   and for whatever trains models on a version in quarantine
   */
  enqueue(request: RunRequest, actor: string): Promise<Run> {
    return inTransaction(this.client, async (tx) => {
      const { versionId, datasetId } = await inputOf(tx, request);
      if (WANT_USABLE.includes(request.kind)) await requireUsable(tx, versionId);
      const row = await tx.run.create({
        data: {
          kind: request.kind,
          datasetId,
          inputVersionId: versionId,
          request: request as unknown as Prisma.InputJsonObject,
          requestedBy: actor,
        },
        include: withDataset,
      });
      await this.jobs.send(tx, 'run', { runId: row.id }, { id: row.id, priority: jobPriority(priorityOf(request), 0) });
      await new AuditRepository(tx).append({
        actor,
        action: 'run.requested',
        subject: 'run',
        subjectId: row.id,
        details: { kind: request.kind, versionId },
      });
      return toRun(row);
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Run> {
    return translateErrors(async () => toRun(await this.row(id)));
  }

  list(filter: RunFilter, page: PageRequest): Promise<Page<Run>> {
    return translateErrors(async () => {
      const { kind, dataset, state } = filter;
      const rows = await this.client.run.findMany({
        where: {
          AND: [
            kind ? { kind } : {},
            state ? { state } : {},
            dataset ? { dataset: { name: dataset } } : {},
            afterCursor(page.cursor),
          ],
        },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withDataset,
      });
      return toPage(rows, page.limit, toRun);
    });
  }

  /** Where a study's report lies, null until it succeeded. @throws DomainError `not_found` */
  reportBlob(id: string): Promise<string | null> {
    return translateErrors(async () => (await this.row(id)).reportBlob);
  }

  /** Cancels a run that has not ended. @throws DomainError `invalid_state` when it has */
  cancel(id: string, actor: string): Promise<Run> {
    return inTransaction(this.client, async (tx) => {
      const repository = new RunRepository(tx, this.jobs);
      const { count } = await tx.run.updateMany({
        where: { id: requireUuid(id, 'run'), state: { in: ['queued', 'running'] } },
        data: { state: 'cancelled', finishedAt: new Date() },
      });
      const run = await repository.get(id);
      if (count === 0) throw new DomainError('invalid_state', `the run has ${run.state} already`);
      await new AuditRepository(tx).append({ actor, action: 'run.cancelled', subject: 'run', subjectId: id });
      return run;
    });
  }

  /** Sets a queued run running; gives null when it has ended (cancelled, or done by an earlier start). */
  begin(id: string): Promise<Run | null> {
    return translateErrors(async () => {
      await this.client.run.updateMany({
        where: { id, state: 'queued' },
        data: { state: 'running', startedAt: new Date() },
      });
      const run = await this.get(id);
      return run.state === 'running' ? run : null;
    });
  }

  /** Tells how far a running run is. */
  async progress(id: string, { done, total }: RunProgress): Promise<void> {
    await translateErrors(() =>
      this.client.run.updateMany({
        where: { id, state: 'running' },
        data: { progressDone: done, progressTotal: total },
      }),
    );
  }

  /**
   * Holds a running run until the transaction ends, so that it is not cancelled while its outputs are saved. False when
   * it has ended: then nothing may be saved. Call it first in the transaction that calls `succeed`.
   */
  async holdRunning(id: string): Promise<boolean> {
    return (await lockRun(this.client, id)).state === 'running';
  }

  /** Ends a running run with what it made, in the transaction that saved it. */
  async succeed(id: string, outputs: RunOutputs): Promise<void> {
    const { progressTotal } = await lockRun(this.client, id);
    await this.client.run.update({
      where: { id, state: 'running' },
      data: {
        state: 'succeeded',
        finishedAt: new Date(),
        progressDone: progressTotal,
        outputVersionId: outputs.versionId ?? null,
        outputModelId: outputs.modelId ?? null,
        outputReviewId: outputs.reviewId ?? null,
        reportBlob: outputs.reportBlob ?? null,
        mlflowRunId: outputs.mlflow?.runId ?? null,
        mlflowUrl: outputs.mlflow?.url ?? null,
      },
    });
  }

  /** Sets a run that has not ended failed; harmless when it has. */
  async fail(id: string, error: { code: string; message: string }): Promise<void> {
    await translateErrors(() =>
      this.client.run.updateMany({
        where: { id, state: { in: ['queued', 'running'] } },
        data: { state: 'failed', finishedAt: new Date(), errorCode: error.code, errorMessage: error.message },
      }),
    );
  }

  /**
   * Lays out the batches of a study and sends the jobs of its first `window` groups of `groupSize` batches; each of them
   * sends a later one when it is done (`sendBatches`). In one transaction, and harmless when repeated: what is laid out
   * stays. The study takes its turns from where the studies of its priority are that wait now.
   */
  fanOut(id: string, batchCount: number, { groupSize, window }: { groupSize: number; window: number }): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const run = await lockRun(tx, id);
      if (run.state !== 'running' || (await tx.studyBatch.count({ where: { runId: id } })) > 0) return;
      const indexes = Array.from({ length: batchCount }, (_, index) => index);
      await tx.studyBatch.createMany({ data: indexes.map((index) => ({ runId: id, index })) });
      await tx.run.update({ where: { id }, data: { progressDone: 0, progressTotal: batchCount } });
      const waiting = await this.jobs.highestWaiting(tx, 'study-batch', bandOf(priorityOf(run.request)));
      const turn = waiting === null ? 0 : turnOf(waiting);
      const groups = Array.from({ length: Math.min(window, Math.ceil(batchCount / groupSize)) }, (_, group) => ({
        indexes: indexes.slice(group * groupSize, (group + 1) * groupSize),
        turn: turn + group,
      }));
      await this.send(tx, run, groups);
    });
  }

  /** Sends the job of a later group of a running study's batches. Harmless when repeated. */
  sendBatches(id: string, group: BatchGroup): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const run = await lockRun(tx, id);
      if (run.state === 'running') await this.send(tx, run, [group]);
    });
  }

  private send(tx: Client, { id, request }: LockedRun, groups: BatchGroup[]): Promise<void> {
    const jobs = groups.map((group) => ({
      id: groupId(id, group),
      data: { runId: id, ...group },
      priority: jobPriority(priorityOf(request), group.turn),
    }));
    return this.jobs.sendAll(tx, 'study-batch', jobs);
  }

  /** Which of these batches have no result yet. */
  async missingBatches(id: string, indexes: number[]): Promise<number[]> {
    const where = { runId: id, index: { in: indexes }, result: { equals: Prisma.DbNull } };
    const rows = await translateErrors(() =>
      this.client.studyBatch.findMany({ where, select: { index: true }, orderBy: { index: 'asc' } }),
    );
    return rows.map(({ index }) => index);
  }

  /**
   * Keeps the result of a batch, counts, and sends the job for the report with the last one. A second result for the
   * same batch, from a job that started twice, changes nothing.
   */
  saveBatch(id: string, index: number, result: object): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const run = await lockRun(tx, id);
      if (run.state !== 'running') return;
      const { count } = await tx.studyBatch.updateMany({
        where: { runId: id, index, result: { equals: Prisma.DbNull } },
        data: { result: result as Prisma.InputJsonObject },
      });
      if (count === 0) return;
      const missing = await tx.studyBatch.count({ where: { runId: id, result: { equals: Prisma.DbNull } } });
      await tx.run.update({ where: { id }, data: { progressDone: run.progressTotal - missing } });
      if (missing > 0) return;
      await this.jobs.send(tx, 'study-report', { runId: id }, { priority: jobPriority(priorityOf(run.request), 0) });
    });
  }

  /** The batches' results that there are, in batch order: all, or the first few. */
  async batchResults<Result>(id: string, limit?: number): Promise<Result[]> {
    const rows = await translateErrors(() =>
      this.client.studyBatch.findMany({
        where: { runId: id, result: { not: Prisma.DbNull } },
        orderBy: { index: 'asc' },
        ...(limit !== undefined && { take: limit }),
      }),
    );
    return rows.map(({ result }) => result as Result);
  }

  private async row(id: string): Promise<Row> {
    const where = { id: requireUuid(id, 'run') };
    return found(await this.client.run.findUnique({ where, include: withDataset }), 'run', id);
  }
}

async function inputOf(tx: Client, request: RunRequest): Promise<{ versionId: string; datasetId: string }> {
  if (request.kind !== 'apply-review') {
    const where = { id: requireUuid(request.versionId, 'version') };
    const version = found(await tx.datasetVersion.findUnique({ where }), 'version', request.versionId);
    return { versionId: version.id, datasetId: version.datasetId };
  }
  const review = found(
    await tx.review.findUnique({ where: { id: requireUuid(request.reviewId, 'review') } }),
    'review',
    request.reviewId,
  );
  if (review.state === 'open') {
    throw new DomainError('invalid_state', 'the review is open; finish it before applying it');
  }
  return { versionId: review.versionId, datasetId: review.datasetId };
}

/** Groups of one run's batches have different first indexes: from both comes an id that a repeated send has again. */
function groupId(runId: string, { indexes }: BatchGroup): string {
  const digest = createHash('sha256').update(`${runId} ${indexes[0]}`).digest('hex');
  // As RFC 9562 has an id of one's own making (version 8).
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-8$4-$5');
}

const priorityOf = ({ priority }: { priority?: RunPriority | undefined }): RunPriority => priority ?? 'normal';

interface LockedRun {
  id: string;
  request: RunRequest;
  state: Run['state'];
  progressTotal: number;
}

async function lockRun(tx: Client, id: string): Promise<LockedRun> {
  const rows = await tx.$queryRaw<LockedRun[]>`
    SELECT "id"::text, "request", "state"::text, "progressTotal" FROM "Run" WHERE "id" = ${requireUuid(id, 'run')}::uuid FOR UPDATE`;
  return found(rows[0], 'run', id);
}
