import { Inject, Injectable } from '@nestjs/common';
import type { AuditEvent, AuditExportQuery, AuditQuery, Page } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DATABASE } from '../ports.js';
import { AUDIT_CSV_HEADER, auditCsvLine } from './audit-csv.js';

@Injectable()
export class AuditService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  list({ cursor, limit, ...filter }: AuditQuery): Promise<Page<AuditEvent>> {
    return this.database.audit.list(filter, { cursor, limit });
  }

  /** Line by line, so that a trail of any length takes little memory. */
  async *export({ format, ...filter }: AuditExportQuery): AsyncGenerator<string> {
    if (format === 'csv') yield AUDIT_CSV_HEADER;
    for await (const event of this.database.audit.stream(filter)) {
      yield format === 'csv' ? auditCsvLine(event) : `${JSON.stringify(event)}\n`;
    }
  }
}
