import type {
  Evidence,
  GateDecision,
  Page,
  Policy,
  Promotion,
  PromotionRequest,
  PromotionState,
} from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import type { JobSender } from './job-queue.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, isUniqueViolation, type Prisma, translateErrors } from './prisma-client.js';

const UNFINISHED: PromotionState[] = ['requested', 'checking', 'applying'];

/** Where a promotion may go from a state; it stays in `checking` or `applying` when a start is repeated. */
const NEXT: Record<PromotionState, PromotionState[]> = {
  requested: ['checking', 'failed'],
  checking: ['checking', 'applying', 'refused', 'failed'],
  applying: ['applying', 'live', 'failed'],
  live: [],
  refused: [],
  failed: [],
};

/** What becomes known of a promotion on its way. */
export interface PromotionFacts {
  policy?: Policy;
  policySha256?: string;
  evidence?: Evidence;
  decision?: GateDecision;
  modelVersion?: string;
  replaced?: string | null;
  error?: string;
}

function toPromotion(row: Prisma.PromotionGetPayload<object>): Promotion {
  const { createdAt, finishedAt, policy, evidence, decision, ...rest } = row;
  return {
    ...rest,
    requestedAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    policy: policy as Policy | null,
    evidence: evidence as Evidence | null,
    decision: decision as GateDecision | null,
  };
}

export class PromotionRepository {
  constructor(
    private readonly client: Client,
    private readonly jobs: JobSender,
  ) {}

  /**
   * The promotion and its job in one transaction.
   * @throws DomainError `not_found` for an unknown model, `conflict` with the id of the promotion under way on the alias
   */
  async request(request: PromotionRequest, actor: string): Promise<Promotion> {
    const { registeredModel, alias } = request;
    try {
      return await inTransaction(this.client, async (tx) => {
        // The lock makes two requests on one alias follow each other, so that the second sees the first and can name it.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`promotion ${registeredModel}@${alias}`}, 0))`;
        found(
          await tx.model.findUnique({ where: { id: requireUuid(request.modelId, 'model') } }),
          'model',
          request.modelId,
        );
        const winner = await tx.promotion.findFirst({ where: { registeredModel, alias, state: { in: UNFINISHED } } });
        if (winner) throw underWay(registeredModel, alias, winner.id);
        const row = await tx.promotion.create({ data: { ...request, requestedBy: actor } });
        await this.jobs.send(tx, 'promotion', { promotionId: row.id }, { id: row.id });
        await new AuditRepository(tx).append({
          actor,
          action: 'promotion.requested',
          subject: 'promotion',
          subjectId: row.id,
          details: { ...request },
        });
        return toPromotion(row);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw underWay(registeredModel, alias, null);
      throw error;
    }
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Promotion> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'promotion') };
      return toPromotion(found(await this.client.promotion.findUnique({ where }), 'promotion', id));
    });
  }

  list(filter: { modelId?: string | undefined }, page: PageRequest): Promise<Page<Promotion>> {
    return translateErrors(async () => {
      const rows = await this.client.promotion.findMany({
        where: { AND: [filter.modelId ? { modelId: filter.modelId } : {}, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
      });
      return toPage(rows, page.limit, toPromotion);
    });
  }

  /** Every promotion that went live to an alias that one of the models ever held, the oldest first. */
  onAliasesOf(modelIds: string[]): Promise<Promotion[]> {
    return translateErrors(async () => {
      const held = await this.client.promotion.findMany({
        where: { modelId: { in: modelIds }, state: 'live' },
        select: { registeredModel: true, alias: true },
        distinct: ['registeredModel', 'alias'],
      });
      if (held.length === 0) return [];
      const rows = await this.client.promotion.findMany({
        where: { state: 'live', OR: held },
        orderBy: { finishedAt: 'asc' },
      });
      return rows.map(toPromotion);
    });
  }

  /** Those that have not ended, oldest first: what registry-promotion reconciles. */
  unfinished(): Promise<Promotion[]> {
    return translateErrors(async () => {
      const rows = await this.client.promotion.findMany({
        where: { state: { in: UNFINISHED } },
        orderBy: { createdAt: 'asc' },
      });
      return rows.map(toPromotion);
    });
  }

  /**
   * Moves a promotion on, keeping what became known.
   * @throws DomainError `invalid_state` when that state cannot follow the present one
   */
  advance(id: string, state: PromotionState, facts: PromotionFacts, actor: string): Promise<Promotion> {
    return inTransaction(this.client, async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "Promotion" WHERE "id" = ${requireUuid(id, 'promotion')}::uuid FOR UPDATE`;
      const before = await new PromotionRepository(tx, this.jobs).get(id);
      if (!NEXT[before.state].includes(state)) {
        throw new DomainError('invalid_state', `a promotion that is ${before.state} cannot become ${state}`);
      }
      const row = await tx.promotion.update({
        where: { id },
        data: {
          ...(facts as Prisma.PromotionUpdateInput),
          state,
          ...(UNFINISHED.includes(state) ? {} : { finishedAt: new Date() }),
        },
      });
      if (before.state !== state) {
        await new AuditRepository(tx).append({
          actor,
          action: `promotion.${state}`,
          subject: 'promotion',
          subjectId: id,
          details: { modelId: before.modelId, registeredModel: before.registeredModel, alias: before.alias },
        });
      }
      return toPromotion(row);
    });
  }
}

function underWay(registeredModel: string, alias: string, winner: string | null): DomainError {
  return new DomainError(
    'conflict',
    `another promotion to ${registeredModel}@${alias} is under way${winner ? ` (${winner})` : ''}; wait for it to end`,
    { promotionId: winner },
  );
}
