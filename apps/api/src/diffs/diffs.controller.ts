import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatasetName, VersionDiff } from '@antidote/contracts';
import { Asking, type Actor } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { DiffsService } from './diffs.service.js';
import { DiffQuery } from './diff-query.js';

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
    @Asking() actor: Actor,
  ): Promise<VersionDiff> {
    return this.diffs.between(name, query, actor);
  }
}
