import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Version, VersionRef, VersionRows } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { VersionsService } from './versions.service.js';
import { RowWindow } from './row-window.js';

@ApiTags('datasets')
@Controller()
export class VersionsController {
  constructor(private readonly versions: VersionsService) {}

  @Get('version-refs/:ref')
  @Needs('dataset:read')
  @Answers(200, Version, 'The version meant by the beginning of a digest or id, dataset@digest, or a dataset’s name')
  findVersion(@Param('ref', { schema: VersionRef }) ref: VersionRef): Promise<Version> {
    return this.versions.find(ref);
  }

  @Get('versions/:id')
  @Needs('dataset:read')
  @Answers(200, Version, 'The version with its columns')
  getVersion(@Param('id', { schema: Id }) id: string): Promise<Version> {
    return this.versions.get(id);
  }

  @Get('versions/:id/rows')
  @Needs('dataset:read')
  @Answers(200, VersionRows, 'A window of the rows, as text')
  listVersionRows(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: RowWindow }) window: RowWindow,
  ): Promise<VersionRows> {
    return this.versions.rows(id, window);
  }
}
