import { z } from 'zod';
import { PageQuery } from './page.js';

/** One deed: who, through what, what, to which thing, and what it was before and after where that is a change. */
export const AuditEvent = z
  .strictObject({
    id: z.uuid(),
    at: z.string(),
    actor: z.string(),
    /** Null for a process of the platform. */
    actorId: z.uuid().nullable(),
    /** `session`, or the visible prefix of an API key; null inside a process. */
    via: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    subjectId: z.uuid(),
    details: z.record(z.string(), z.unknown()),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

const Time = z.iso.datetime({ offset: true, error: 'a time is written as 2026-11-21T10:00:00Z' });

const filter = {
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  subjectId: z.uuid('an id is a UUID').optional(),
  /** Not before. */
  from: Time.optional(),
  /** Before. */
  to: Time.optional(),
};

export const AuditFilter = z.strictObject(filter);
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditQuery = PageQuery.extend(filter);
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditExportQuery = z.strictObject({ ...filter, format: z.enum(['jsonl', 'csv']).default('jsonl') });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
