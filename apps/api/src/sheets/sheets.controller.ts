import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Id } from '../http/parameters.js';
import { SheetsService } from './sheets.service.js';

@ApiTags('datasets')
@Controller('versions')
export class SheetsController {
  constructor(private readonly sheets: SheetsService) {}

  @Get(':id/sheet.md')
  @Needs('dataset:read')
  @ApiProduces('text/markdown')
  @ApiResponse({ status: 200, description: 'The data sheet as Markdown', standardSchema: z.string() })
  async getSheetMarkdown(@Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.sheets.markdown(id), { type: 'text/markdown; charset=utf-8' });
  }

  @Get(':id/sheet.html')
  @Needs('dataset:read')
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'The data sheet as one HTML page', standardSchema: z.string() })
  async getSheetHtml(@Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.sheets.html(id), { type: 'text/html; charset=utf-8' });
  }
}
