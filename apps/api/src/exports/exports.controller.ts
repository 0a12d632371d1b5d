import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Id } from '../http/parameters.js';
import { ExportsService, type CsvExport } from './exports.service.js';

const ExportQuery = z.strictObject({
  /** Texts that a spreadsheet would compute begin with an apostrophe then. */
  spreadsheet: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

@ApiTags('datasets')
@Controller('versions')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get(':id/export.csv')
  @Needs('dataset:read')
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The rows of the version as CSV; values of sensitive columns are hidden',
    standardSchema: z.string(),
  })
  async exportVersion(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ExportQuery }) { spreadsheet }: z.infer<typeof ExportQuery>,
  ): Promise<StreamableFile> {
    return download(await this.exports.csv(id, spreadsheet));
  }

  @Get(':id/export-whole.csv')
  @Needs('dataset:reveal')
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The rows of the version as CSV with the values of sensitive columns, which goes on record',
    standardSchema: z.string(),
  })
  async exportWholeVersion(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ExportQuery }) { spreadsheet }: z.infer<typeof ExportQuery>,
    @AskedBy() actor: string,
  ): Promise<StreamableFile> {
    return download(await this.exports.wholeCsv(id, spreadsheet, actor));
  }
}

function download({ filename, content }: CsvExport): StreamableFile {
  return new StreamableFile(content, {
    type: 'text/csv; charset=utf-8; header=present',
    disposition: `attachment; filename="${filename}"`,
  });
}
