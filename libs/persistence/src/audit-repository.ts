import type { AuditEvent, AuditFilter, Page } from '@antidote/contracts';
import { currentOrigin } from './deed-origin.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, Prisma, translateErrors } from './prisma-client.js';

export interface AuditEntry {
  /** Who did it: the login of an account, or the name of a process. */
  actor: string;
  /** What was done, such as `review-item.decided`. */
  action: string;
  /** The kind of thing it was done to, such as `review-item`. */
  subject: string;
  subjectId: string;
  details?: Record<string, unknown>;
  /** What changed, as it was and as it is; left out where nothing was there before. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Who did what. Append it in the transaction of the deed, so that neither is there without the other. */
export class AuditRepository {
  constructor(private readonly client: Client) {}

  async append({ actor, details = {}, before, after, ...entry }: AuditEntry): Promise<void> {
    const person = await this.client.person.findUnique({ where: { login: actor }, select: { id: true } });
    const json = (value: Record<string, unknown>) => value as Prisma.InputJsonObject;
    await this.client.auditEvent.create({
      data: {
        ...entry,
        actor,
        actorId: person?.id ?? null,
        via: currentOrigin(),
        details: json(details),
        ...(before && { before: json(before) }),
        ...(after && { after: json(after) }),
      },
      select: { id: true },
    });
  }

  /** Newest first; those which meet every condition given. */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>> {
    return translateErrors(async () => {
      const { from, to, ...equal } = filter;
      const time = { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) };
      const conditions = Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined));
      const rows = await this.client.auditEvent.findMany({
        where: { AND: [conditions, { createdAt: time }, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
      });
      return toPage(rows, page.limit, toEvent);
    });
  }

  /** Every event that meets the conditions, newest first, read page by page. */
  async *stream(filter: AuditFilter, pageSize = 500): AsyncGenerator<AuditEvent> {
    let cursor: string | undefined;
    do {
      const page: Page<AuditEvent> = await this.list(filter, { cursor, limit: pageSize });
      yield* page.items;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
}

function toEvent({ createdAt, details, before, after, ...row }: Prisma.AuditEventGetPayload<object>): AuditEvent {
  return {
    ...row,
    details: details as Record<string, unknown>,
    before: before as Record<string, unknown> | null,
    after: after as Record<string, unknown> | null,
    at: createdAt.toISOString(),
  };
}
