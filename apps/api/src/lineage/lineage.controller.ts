import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Impact, Lineage, SourceName, VersionSources } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { LineageService } from './lineage.service.js';

const LineageQuery = z.strictObject({
  /** Of a version, run, review, model or promotion. */
  focus: Id,
  depth: z.coerce.number().int().min(0).max(30).default(4),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
});
export type LineageQuery = z.infer<typeof LineageQuery>;

const ImpactQuery = z
  .strictObject({
    versionId: Id.optional(),
    row: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional(),
    dataset: z.string().min(1).max(100).optional(),
    source: SourceName.optional(),
  })
  .refine(
    ({ versionId, row, dataset, source }) =>
      versionId === undefined
        ? row === undefined && dataset !== undefined && source !== undefined
        : dataset === undefined && source === undefined,
    'ask for versionId, for versionId and row, or for dataset and source',
  );
export type ImpactQuery = z.infer<typeof ImpactQuery>;

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
