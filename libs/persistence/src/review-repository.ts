import type { DecisionRequest, Page, Review, ReviewItem } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, positionOf, toPage, toPositionPage } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

export interface OpenReview {
  runId: string;
  versionId: string;
  classes: string[];
  /** SHA-256 of the label issues in the blob store. */
  issuesBlob: string;
  /** Most suspect first. */
  items: { row: number; given: string; suggested: string; quality: number }[];
}

export interface ReviewDecision {
  row: number;
  given: string;
  action: 'keep' | 'relabel' | 'drop';
  label: string | null;
}

const withParents = {
  dataset: { select: { name: true } },
  version: { select: { digest: true } },
  cleanedVersion: { select: { id: true } },
} satisfies Prisma.ReviewInclude;

type Row = Prisma.ReviewGetPayload<{ include: typeof withParents }>;
type ItemRow = Prisma.ReviewItemGetPayload<object>;

function toItem(row: ItemRow): ReviewItem {
  const { id, reviewId, position, row: number, given, suggested, quality, revision } = row;
  const decision = row.action && {
    action: row.action,
    label: row.label,
    decidedBy: row.decidedBy!,
    decidedAt: row.decidedAt!.toISOString(),
  };
  return { id, reviewId, position, row: number, given, suggested, quality, decision, revision };
}

const UNDECIDED = { action: null, label: null, decidedBy: null, decidedAt: null };

export class ReviewRepository {
  constructor(private readonly client: Client) {}

  list(page: PageRequest): Promise<Page<Review>> {
    return translateErrors(async () => {
      const rows = await this.client.review.findMany({
        where: afterCursor(page.cursor),
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withParents,
      });
      const counts = await this.counts(rows.map((row) => row.id));
      return toPage(rows, page.limit, (row) => toReview(row, counts));
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Review> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'review') };
      const row = found(await this.client.review.findUnique({ where, include: withParents }), 'review', id);
      return toReview(row, await this.counts([id]));
    });
  }

  /** The queue in its order; only the decided or only the undecided items when `decided` is given. */
  items(reviewId: string, filter: { decided?: boolean | undefined }, page: PageRequest): Promise<Page<ReviewItem>> {
    return translateErrors(async () => {
      await this.get(reviewId);
      const rows = await this.client.reviewItem.findMany({
        where: {
          reviewId,
          position: { gt: positionOf(page.cursor) },
          ...(filter.decided === undefined ? {} : { action: filter.decided ? { not: null } : null }),
        },
        orderBy: { position: 'asc' },
        take: page.limit + 1,
      });
      return toPositionPage(rows, page.limit, toItem);
    });
  }

  /** @throws DomainError `not_found` */
  item(reviewId: string, itemId: string): Promise<ReviewItem> {
    return translateErrors(async () => toItem(await itemRow(this.client, reviewId, itemId)));
  }

  /** Where the label issues lie that opened the review. */
  async issuesBlob(id: string): Promise<string> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'review') };
      return found(await this.client.review.findUnique({ where, select: { issuesBlob: true } }), 'review', id)
        .issuesBlob;
    });
  }

  /**
   * Decides an item, or decides it anew.
   *
   * @param revision the item's revision that the reviewer saw
   * @throws DomainError `precondition_failed` when the item was decided meanwhile, `invalid_state` when the review is
   *   finished or applied, `invalid_argument` for a label that is no class of the version or is the given one
   */
  async decide(
    reviewId: string,
    itemId: string,
    revision: number,
    decision: DecisionRequest,
    actor: string,
  ): Promise<ReviewItem> {
    return this.revise(reviewId, itemId, revision, actor, 'review-item.decided', (review, item) => {
      const label = decision.action === 'relabel' ? decision.label : null;
      const classes = review.classes as string[];
      if (label !== null && !classes.includes(label)) {
        throw new DomainError(
          'invalid_argument',
          `"${label}" is no class of this version; the classes are ${classes.join(', ')}`,
        );
      }
      if (label === item.given) {
        throw new DomainError('invalid_argument', `"${label}" is the label that the row has; decide keep to leave it`);
      }
      return { action: decision.action, label, decidedBy: actor, decidedAt: new Date() };
    });
  }

  /** Takes a decision back. Throws as `decide` does, and `invalid_state` when there is none. */
  async undo(reviewId: string, itemId: string, revision: number, actor: string): Promise<ReviewItem> {
    return this.revise(reviewId, itemId, revision, actor, 'review-item.undone', (_review, item) => {
      if (item.action === null)
        throw new DomainError('invalid_state', `row ${item.row} is not decided, so nothing can be taken back`);
      return UNDECIDED;
    });
  }

  /** Finishes the review; no decision changes from then on. @throws DomainError `invalid_state` with undecided items */
  complete(id: string, actor: string): Promise<Review> {
    return inTransaction(this.client, async (tx) => {
      const review = await lockReview(tx, id, 'UPDATE');
      if (review.state !== 'open') throw new DomainError('invalid_state', `the review is ${review.state} already`);
      const undecided = await tx.reviewItem.count({ where: { reviewId: id, action: null } });
      if (undecided > 0) {
        throw new DomainError('invalid_state', `${undecided} rows are not decided yet; decide them before finishing`, {
          undecided,
        });
      }
      await tx.review.update({ where: { id }, data: { state: 'finished', finishedAt: new Date() } });
      await new AuditRepository(tx).append({ actor, action: 'review.finished', subject: 'review', subjectId: id });
      return new ReviewRepository(tx).get(id);
    });
  }

  /** Opens the review of a run, once. Without items it is finished at once: there is nothing to decide. */
  open(input: OpenReview, actor: string): Promise<Review> {
    return inTransaction(this.client, async (tx) => {
      const known = await tx.review.findUnique({ where: { runId: input.runId } });
      if (known) return new ReviewRepository(tx).get(known.id);
      const { items, ...rest } = input;
      const version = found(
        await tx.datasetVersion.findUnique({ where: { id: input.versionId } }),
        'version',
        input.versionId,
      );
      const done = items.length === 0;
      const review = await tx.review.create({
        data: { ...rest, datasetId: version.datasetId, ...(done ? { state: 'finished', finishedAt: new Date() } : {}) },
      });
      await tx.reviewItem.createMany({
        data: items.map((item, index) => ({ ...item, reviewId: review.id, position: index + 1 })),
      });
      await new AuditRepository(tx).append({
        actor,
        action: 'review.opened',
        subject: 'review',
        subjectId: review.id,
        details: { runId: input.runId, versionId: input.versionId, items: items.length },
      });
      return new ReviewRepository(tx).get(review.id);
    });
  }

  /** Every decision of a finished or applied review, in queue order. @throws DomainError `invalid_state` while open */
  decisions(id: string): Promise<ReviewDecision[]> {
    return translateErrors(async () => {
      const { state } = await this.get(id);
      if (state === 'open') throw new DomainError('invalid_state', 'the review is open; finish it before applying it');
      const rows = await this.client.reviewItem.findMany({ where: { reviewId: id }, orderBy: { position: 'asc' } });
      return rows.map(({ row, given, action, label }) => ({ row, given, action: action!, label }));
    });
  }

  /** Marks the review applied; harmless when it is already. */
  async markApplied(id: string): Promise<void> {
    await this.client.review.update({ where: { id }, data: { state: 'applied' } });
  }

  private revise(
    reviewId: string,
    itemId: string,
    revision: number,
    actor: string,
    action: string,
    decide: (review: LockedReview, item: ItemRow) => Prisma.ReviewItemUncheckedUpdateManyInput,
  ): Promise<ReviewItem> {
    return inTransaction(this.client, async (tx) => {
      // Decisions share the lock and so run beside each other; finishing the review waits for them, and they for it.
      const review = await lockReview(tx, reviewId, 'SHARE');
      const item = await itemRow(tx, reviewId, itemId);
      if (review.state !== 'open') {
        throw new DomainError('invalid_state', `the review is ${review.state}; its decisions can no longer change`);
      }
      if (item.revision !== revision) throw decidedMeanwhile(item.row, revision);
      const change = decide(review, item);
      const { count } = await tx.reviewItem.updateMany({
        where: { id: itemId, revision },
        data: { ...change, revision: { increment: 1 } },
      });
      if (count === 0) throw decidedMeanwhile(item.row, revision);
      await new AuditRepository(tx).append({
        actor,
        action,
        subject: 'review-item',
        subjectId: itemId,
        details: {
          reviewId,
          row: item.row,
          action: (change.action as string | null) ?? null,
          label: (change.label as string | null) ?? null,
        },
      });
      return toItem(await tx.reviewItem.findUniqueOrThrow({ where: { id: itemId } }));
    });
  }

  private async counts(reviewIds: string[]): Promise<Map<string, ActionCounts>> {
    const groups = await this.client.reviewItem.groupBy({
      by: ['reviewId', 'action'],
      where: { reviewId: { in: reviewIds } },
      _count: true,
    });
    const counts = new Map<string, ActionCounts>();
    for (const { reviewId, action, _count } of groups) {
      const known = counts.get(reviewId) ?? { undecided: 0, keep: 0, relabel: 0, drop: 0 };
      known[action ?? 'undecided'] = _count;
      counts.set(reviewId, known);
    }
    return counts;
  }
}

function decidedMeanwhile(row: number, revision: number): DomainError {
  return new DomainError(
    'precondition_failed',
    `row ${row} was decided meanwhile: revision ${revision} is no longer the current one; read the item again before deciding`,
    { revision },
  );
}

type ActionCounts = Record<'undecided' | 'keep' | 'relabel' | 'drop', number>;

interface LockedReview {
  state: Review['state'];
  classes: unknown;
}

async function lockReview(tx: Client, id: string, strength: 'SHARE' | 'UPDATE'): Promise<LockedReview> {
  const rows = await tx.$queryRawUnsafe<LockedReview[]>(
    `SELECT "state"::text, "classes" FROM "Review" WHERE "id" = $1::uuid FOR ${strength}`,
    requireUuid(id, 'review'),
  );
  return found(rows[0], 'review', id);
}

async function itemRow(client: Client, reviewId: string, itemId: string): Promise<ItemRow> {
  const where = { id: requireUuid(itemId, 'review item'), reviewId: requireUuid(reviewId, 'review') };
  return found(await client.reviewItem.findUnique({ where }), 'review item', itemId);
}

function toReview(row: Row, counts: Map<string, ActionCounts>): Review {
  const { undecided, keep, relabel, drop } = counts.get(row.id) ?? { undecided: 0, keep: 0, relabel: 0, drop: 0 };
  return {
    id: row.id,
    dataset: row.dataset.name,
    versionId: row.versionId,
    versionDigest: row.version.digest,
    runId: row.runId,
    state: row.state,
    classes: row.classes as string[],
    items: undecided + keep + relabel + drop,
    decided: keep + relabel + drop,
    kept: keep,
    relabelled: relabel,
    dropped: drop,
    cleanedVersionId: row.cleanedVersion?.id ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
