import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { FeatureSet, FeatureSetRequest, pageOf, SchemaSkew, type Page } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { FeatureSetsService } from './feature-sets.service.js';
import { FeatureSetQuery } from './feature-set-query.js';

const FeatureSetPage = pageOf(FeatureSet, 'FeatureSetPage');
const SkewQuery = z.strictObject({ versionId: Id });
type SkewQuery = z.infer<typeof SkewQuery>;

@ApiTags('feature sets')
@Controller()
export class FeatureSetsController {
  constructor(private readonly featureSets: FeatureSetsService) {}

  @Post('feature-sets')
  @Needs('dataset:write')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(201, FeatureSet, 'The next version under the name; of the same columns, the version that exists')
  async addFeatureSet(
    @Body({ schema: FeatureSetRequest }) request: FeatureSetRequest,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<FeatureSet> {
    const featureSet = await this.featureSets.add(request, delivery);
    void reply.header('Location', `/api/v1/feature-sets/${featureSet.id}`);
    return featureSet;
  }

  @Get('feature-sets')
  @Needs('dataset:read')
  @Answers(200, FeatureSetPage, 'Feature sets, newest first')
  listFeatureSets(@Query({ schema: FeatureSetQuery }) query: FeatureSetQuery): Promise<Page<FeatureSet>> {
    return this.featureSets.list(query);
  }

  @Get('feature-sets/:id')
  @Needs('dataset:read')
  @Answers(200, FeatureSet, 'The columns with their encodings')
  getFeatureSet(@Param('id', { schema: Id }) id: string): Promise<FeatureSet> {
    return this.featureSets.get(id);
  }

  @Get('feature-sets/:id/skew')
  @Needs('dataset:read')
  @Answers(200, SchemaSkew, 'How a dataset version differs from the feature set, column by column')
  getSchemaSkew(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SkewQuery }) { versionId }: SkewQuery,
  ): Promise<SchemaSkew> {
    return this.featureSets.skew(id, versionId);
  }

  @Get('models/:id/feature-set')
  @Needs('model:read')
  @Answers(200, FeatureSet, 'What the model was trained on')
  getModelFeatureSet(@Param('id', { schema: Id }) id: string): Promise<FeatureSet> {
    return this.featureSets.ofModel(id);
  }
}
