import type {
  AliasWindow,
  Page,
  Recall,
  RecallEvidence,
  RecallPlan,
  RecallSubject,
  RunRequest,
} from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import type { JobSender } from './job-queue.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';
import { RunRepository } from './run-repository.js';

type TrainRequest = Extract<RunRequest, { kind: 'train' }>;

const withParts = { freezes: true, replacements: true, proposals: true } satisfies Prisma.RecallInclude;
type Row = Prisma.RecallGetPayload<{ include: typeof withParts }>;

/** A freeze that MLflow does not show yet, or shows no longer rightly. */
export interface PendingFreeze {
  id: string;
  recallId: string;
  registeredModel: string;
  alias: string;
  modelVersion: string;
  reason: string;
  /** Whether it is to be taken off. */
  lifted: boolean;
}

export class RecallRepository {
  constructor(
    private readonly client: Client,
    private readonly jobs: JobSender,
  ) {}

  /**
   * Marks the subject bad and does what the plan says, in one transaction: freezes, runs that build replacements,
   * proposals. The subject that is recalled already gives the recall in force.
   *
   * @throws DomainError `not_found` for an unknown version or dataset
   */
  open(subject: RecallSubject, reason: string, plan: RecallPlan, actor: string): Promise<Recall> {
    return inTransaction(this.client, async (tx) => {
      const key = subject.type === 'version' ? subject.versionId : JSON.stringify([subject.dataset, subject.source]);
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`recall ${key}`}, 4))`;
      const columns = await this.columnsOf(tx, subject);
      const known = await tx.recall.findFirst({ where: { ...columns, state: 'active' } });
      if (known) return this.read(tx, known.id);
      const { id } = await tx.recall.create({ data: { ...columns, reason, createdBy: actor } });
      await tx.aliasFreeze.createMany({ data: plan.freezes.map((window) => toFreeze(id, window)) });
      const runs = new RunRepository(tx, this.jobs);
      for (const { affectedVersionId, versionId } of plan.replacements) {
        const run =
          versionId === null && subject.type === 'source'
            ? await runs.enqueue(
                { kind: 'filter', versionId: affectedVersionId, withoutSources: [subject.source] },
                actor,
              )
            : null;
        if (run === null && versionId === null) continue;
        await tx.recallReplacement.create({
          data: { recallId: id, affectedVersionId, versionId, runId: run?.id ?? null },
        });
      }
      await tx.retrainProposal.createMany({ data: plan.proposals.map((proposal) => ({ ...proposal, recallId: id })) });
      await new AuditRepository(tx).append({
        actor,
        action: 'recall.opened',
        subject: 'recall',
        subjectId: id,
        details: {
          ...subject,
          reason,
          versions: plan.impact.versions.length,
          models: plan.impact.models.length,
          frozen: plan.freezes.map(({ registeredModel, alias }) => `${registeredModel}@${alias}`),
        },
      });
      await this.jobs.send(tx, 'alias-freeze', { recallId: id });
      return this.read(tx, id);
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Recall> {
    return translateErrors(() => this.read(this.client, id));
  }

  /** Newest first. */
  list(
    filter: { dataset?: string | undefined; state?: Recall['state'] | undefined },
    page: PageRequest,
  ): Promise<Page<Recall>> {
    return translateErrors(async () => {
      const { dataset, state } = filter;
      const of =
        dataset && found(await this.client.dataset.findUnique({ where: { name: dataset } }), 'dataset', dataset);
      const rows = await this.client.recall.findMany({
        where: { AND: [of ? { datasetId: of.id } : {}, state ? { state } : {}, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withParts,
      });
      const recalls = new Map<string, Recall>();
      for (const row of rows) recalls.set(row.id, await this.toRecall(this.client, row));
      return toPage(rows, page.limit, ({ id }) => recalls.get(id)!);
    });
  }

  /** Takes a recall back. @throws DomainError `not_found`, `invalid_state` when it was lifted before */
  lift(id: string, reason: string, actor: string): Promise<Recall> {
    return inTransaction(this.client, async (tx) => {
      const liftedAt = new Date();
      const { count } = await tx.recall.updateMany({
        where: { id: requireUuid(id, 'recall'), state: 'active' },
        data: { state: 'lifted', liftedAt, liftedBy: actor, liftReason: reason },
      });
      if (count === 0) {
        const { liftedBy, liftedAt: at } = await this.read(tx, id);
        throw new DomainError('invalid_state', `the recall was lifted by ${liftedBy} at ${at}`);
      }
      await tx.aliasFreeze.updateMany({ where: { recallId: id, liftedAt: null }, data: { liftedAt } });
      await new AuditRepository(tx).append({
        actor,
        action: 'recall.lifted',
        subject: 'recall',
        subjectId: id,
        details: { reason },
      });
      await this.jobs.send(tx, 'alias-freeze', { recallId: id });
      return this.read(tx, id);
    });
  }

  /**
   * Starts the training that a proposal names, on the replacement of the affected version; once.
   * @throws DomainError `not_found`; `invalid_state` when no replacement is there (yet)
   */
  startRetraining(id: string, proposalId: string, actor: string): Promise<Recall> {
    return inTransaction(this.client, async (tx) => {
      const proposals = await tx.$queryRaw<{ modelId: string; affectedVersionId: string; runId: string | null }[]>`
        SELECT "modelId", "affectedVersionId", "runId" FROM "RetrainProposal"
        WHERE "id" = ${requireUuid(proposalId, 'proposal')}::uuid AND "recallId" = ${requireUuid(id, 'recall')}::uuid
        FOR UPDATE`;
      const proposal = found(proposals[0], 'proposal', proposalId);
      const recall = await this.read(tx, id);
      if (proposal.runId !== null) return recall;
      if (recall.state !== 'active') throw new DomainError('invalid_state', 'the recall was lifted; train as usual');
      const replacement = recall.replacements.find((one) => one.affectedVersionId === proposal.affectedVersionId);
      if (!replacement?.versionId) {
        throw new DomainError(
          'invalid_state',
          replacement
            ? `the version to train on is not there: the run that builds it is ${replacement.state}`
            : 'no version can take the place of the recalled one; register a good version and train on it',
        );
      }
      const model = await tx.model.findUniqueOrThrow({ where: { id: proposal.modelId }, include: { run: true } });
      // As it was trained, on the other version.
      const request = { ...(model.run.request as unknown as TrainRequest), versionId: replacement.versionId };
      const run = await new RunRepository(tx, this.jobs).enqueue(request, actor);
      await tx.retrainProposal.update({
        where: { id: proposalId },
        data: { runId: run.id, startedBy: actor, startedAt: new Date() },
      });
      return this.read(tx, id);
    });
  }

  /** The recalls in force on a version: of itself, of what it was derived from, or of a source whose rows it holds. */
  inForceOn(versionId: string): Promise<RecallEvidence[]> {
    return translateErrors(async () => {
      const rows = await this.client.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE line("id", "parentId", "datasetId") AS (
          SELECT "id", "parentId", "datasetId" FROM "DatasetVersion" WHERE "id" = ${requireUuid(versionId, 'version')}::uuid
          UNION
          SELECT parent."id", parent."parentId", parent."datasetId"
          FROM line JOIN "DatasetVersion" parent ON parent."id" = line."parentId"
        )
        SELECT recall."id" FROM "Recall" recall WHERE recall."state" = 'active' AND (
          recall."versionId" IN (SELECT "id" FROM line)
          OR (recall."datasetId" IN (SELECT "datasetId" FROM line) AND EXISTS (
            SELECT 1 FROM "VersionSource" held
            WHERE held."versionId" = ${versionId}::uuid AND held."source" = recall."source" AND held."rows" > 0
          ))
        ) ORDER BY recall."createdAt", recall."id"`;
      const inForce: RecallEvidence[] = [];
      for (const row of rows) {
        const { id, subject, reason } = await this.get(row.id);
        inForce.push({ id, subject, reason });
      }
      return inForce;
    });
  }

  /** Ids of the recalls in force, the oldest first. */
  async active(): Promise<string[]> {
    const rows = await translateErrors(() =>
      this.client.recall.findMany({ where: { state: 'active' }, select: { id: true }, orderBy: { createdAt: 'asc' } }),
    );
    return rows.map(({ id }) => id);
  }

  /** Brings the freezes of a recall in force up to what its aliases are now. */
  changeFreezes(
    id: string,
    { add, lift }: { add: AliasWindow[]; lift: { registeredModel: string; alias: string }[] },
  ): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const rows = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM "Recall" WHERE "id" = ${id}::uuid AND "state" = 'active' FOR UPDATE`;
      if (rows.length === 0) return;
      for (const window of add) {
        const { recallId, registeredModel, alias, ...held } = toFreeze(id, window);
        await tx.aliasFreeze.upsert({
          where: { recallId_registeredModel_alias: { recallId, registeredModel, alias } },
          create: { recallId, registeredModel, alias, ...held },
          update: { ...held, markedAt: null, liftedAt: null, unmarkedAt: null },
        });
      }
      for (const one of lift) {
        await tx.aliasFreeze.updateMany({
          where: { recallId: id, ...one, liftedAt: null },
          data: { liftedAt: new Date() },
        });
      }
    });
  }

  /** What registry-promotion has yet to write to MLflow, the oldest first. */
  pendingFreezes(): Promise<PendingFreeze[]> {
    return translateErrors(async () => {
      const rows = await this.client.aliasFreeze.findMany({
        where: {
          OR: [
            { markedAt: null, liftedAt: null },
            { markedAt: { not: null }, liftedAt: { not: null }, unmarkedAt: null },
          ],
        },
        include: { recall: { select: { reason: true } } },
        orderBy: { createdAt: 'asc' },
        take: 500,
      });
      return rows.map(({ id, recallId, registeredModel, alias, modelVersion, liftedAt, recall }) => ({
        id,
        recallId,
        registeredModel,
        alias,
        modelVersion,
        reason: recall.reason,
        lifted: liftedAt !== null,
      }));
    });
  }

  /** Records that MLflow shows a freeze, or its end. */
  async settleFreeze({ id, lifted }: PendingFreeze): Promise<void> {
    const now = new Date();
    await translateErrors(() =>
      this.client.aliasFreeze.update({ where: { id }, data: lifted ? { unmarkedAt: now } : { markedAt: now } }),
    );
  }

  private async columnsOf(tx: Client, subject: RecallSubject) {
    if (subject.type === 'version') {
      const where = { id: requireUuid(subject.versionId, 'version') };
      const { datasetId } = found(await tx.datasetVersion.findUnique({ where }), 'version', subject.versionId);
      return { datasetId, versionId: subject.versionId, source: null };
    }
    const { dataset: name, source } = subject;
    const { id } = found(await tx.dataset.findUnique({ where: { name } }), 'dataset', name);
    return { datasetId: id, versionId: null, source };
  }

  private async read(client: Client, id: string): Promise<Recall> {
    const where = { id: requireUuid(id, 'recall') };
    return this.toRecall(client, found(await client.recall.findUnique({ where, include: withParts }), 'recall', id));
  }

  private async toRecall(client: Client, row: Row): Promise<Recall> {
    const runIds = row.replacements.flatMap(({ runId }) => (runId === null ? [] : [runId]));
    const runs = new Map((await client.run.findMany({ where: { id: { in: runIds } } })).map((run) => [run.id, run]));
    const { name: dataset } = await client.dataset.findUniqueOrThrow({ where: { id: row.datasetId } });
    const time = (at: Date | null) => at?.toISOString() ?? null;
    return {
      id: row.id,
      subject:
        row.source === null
          ? { type: 'version', versionId: row.versionId! }
          : { type: 'source', dataset, source: row.source },
      dataset,
      reason: row.reason,
      state: row.state,
      freezes: row.freezes.map(({ registeredModel, alias, modelId, modelVersion, markedAt, liftedAt }) => ({
        registeredModel,
        alias,
        modelId,
        modelVersion,
        markedAt: time(markedAt),
        liftedAt: time(liftedAt),
      })),
      replacements: row.replacements.map(({ affectedVersionId, runId, versionId }) => {
        const run = runId === null ? null : runs.get(runId)!;
        return {
          affectedVersionId,
          runId,
          state: run?.state ?? 'succeeded',
          versionId: versionId ?? run?.outputVersionId ?? null,
        };
      }),
      proposals: row.proposals.map(({ id, modelId, affectedVersionId, runId, startedBy, startedAt }) => ({
        id,
        modelId,
        affectedVersionId,
        state: runId === null ? 'proposed' : 'started',
        runId,
        startedBy,
        startedAt: time(startedAt),
      })),
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
      liftedAt: time(row.liftedAt),
      liftedBy: row.liftedBy,
      liftReason: row.liftReason,
    };
  }
}

function toFreeze(recallId: string, { registeredModel, alias, modelId, modelVersion }: AliasWindow) {
  return { recallId, registeredModel, alias, modelId, modelVersion };
}
