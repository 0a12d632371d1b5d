import type { Page } from '@antidote/contracts';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, Prisma, translateErrors } from './prisma-client.js';

export interface AuditEntry {
  /** Who did it. */
  actor: string;
  /** What was done, such as `review-item.decided`. */
  action: string;
  /** The kind of thing it was done to, such as `review-item`. */
  subject: string;
  subjectId: string;
  details?: Record<string, unknown>;
}

export interface AuditEvent extends Required<AuditEntry> {
  id: string;
  at: string;
}

/** Who did what. Append it in the transaction of the deed, so that neither is there without the other. */
export class AuditRepository {
  constructor(private readonly client: Client) {}

  async append(entry: AuditEntry): Promise<void> {
    const details = (entry.details ?? {}) as Prisma.InputJsonObject;
    await this.client.auditEvent.create({ data: { ...entry, details }, select: { id: true } });
  }

  /** Newest first; of one subject when `subjectId` is given. */
  list(filter: { subjectId?: string }, page: PageRequest): Promise<Page<AuditEvent>> {
    return translateErrors(async () => {
      const rows = await this.client.auditEvent.findMany({
        where: { AND: [filter.subjectId ? { subjectId: filter.subjectId } : {}, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
      });
      return toPage(rows, page.limit, ({ createdAt, details, ...row }) => ({
        ...row,
        details: details as Record<string, unknown>,
        at: createdAt.toISOString(),
      }));
    });
  }
}
