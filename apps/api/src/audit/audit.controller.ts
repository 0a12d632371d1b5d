import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditEvent, AuditExportQuery, AuditQuery, pageOf, type Page } from '@antidote/contracts';
import { Readable } from 'node:stream';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { AuditService } from './audit.service.js';

const AuditPage = pageOf(AuditEvent, 'AuditPage');
const TYPES = { jsonl: 'application/jsonl', csv: 'text/csv; charset=utf-8' };

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Needs('audit:read')
  @Answers(200, AuditPage, 'Who did what, newest first')
  listAuditEvents(@Query({ schema: AuditQuery }) query: AuditQuery): Promise<Page<AuditEvent>> {
    return this.audit.list(query);
  }

  @Get('export')
  @Needs('audit:read')
  @ApiProduces('application/jsonl', 'text/csv')
  @ApiResponse({
    status: 200,
    description: 'Every event that meets the conditions, newest first: a line each, as JSON or for a spreadsheet',
  })
  exportAuditEvents(@Query({ schema: AuditExportQuery }) query: AuditExportQuery): StreamableFile {
    return new StreamableFile(Readable.from(this.audit.export(query)), {
      type: TYPES[query.format],
      disposition: `attachment; filename="audit.${query.format}"`,
    });
  }
}
