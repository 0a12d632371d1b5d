import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Impact, Lineage, VersionSources } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { LineageService } from './lineage.service.js';
import { ImpactQuery, LineageQuery } from './lineage-query.js';

@ApiTags('lineage')
@Controller()
export class LineageController {
  constructor(private readonly lineage: LineageService) {}

  @Get('lineage')
  @Needs('dataset:read')
  @Answers(200, Lineage, 'What the thing came from and flowed into, within some steps; the nearest 2,000 things')
  getLineage(@Query({ schema: LineageQuery }) query: LineageQuery): Promise<Lineage> {
    return this.lineage.around(query);
  }

  @Get('impact')
  @Needs('dataset:read')
  @Answers(200, Impact, 'Everything downstream of a version, row or source, with the aliases held and when')
  getImpact(@Query({ schema: ImpactQuery }) query: ImpactQuery): Promise<Impact> {
    return this.lineage.impact(query);
  }

  @Get('versions/:id/sources')
  @Needs('dataset:read')
  @Answers(200, VersionSources, 'The sources of the version with their rows, the largest first')
  listVersionSources(@Param('id', { schema: Id }) id: string): Promise<VersionSources> {
    return this.lineage.sources(id);
  }
}
