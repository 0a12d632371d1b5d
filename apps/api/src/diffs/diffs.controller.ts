import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatasetName, VersionDiff } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { DiffsService } from './diffs.service.js';

const DiffQuery = z.strictObject({
  from: Id,
  to: Id,
  /** Of the changed cells that are shown. */
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type DiffQuery = z.infer<typeof DiffQuery>;

@ApiTags('datasets')
@Controller('datasets')
export class DiffsController {
  constructor(private readonly diffs: DiffsService) {}

  @Get(':name/diff')
  @Needs('dataset:read')
  @Answers(200, VersionDiff, 'What changed from one version to another: groups of labels, cells, rows, statistics')
  diffVersions(
    @Param('name', { schema: DatasetName }) name: string,
    @Query({ schema: DiffQuery }) query: DiffQuery,
  ): Promise<VersionDiff> {
    return this.diffs.between(name, query);
  }
}
