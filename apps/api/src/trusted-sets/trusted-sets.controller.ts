import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AdjudicationRequest,
  pageOf,
  TrustedLabelsRequest,
  TrustedSet,
  TrustedSetRequest,
  type Page,
} from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { TrustedSetsService } from './trusted-sets.service.js';
import { TrustedSetQuery } from './trusted-set-query.js';

const TrustedSetPage = pageOf(TrustedSet, 'TrustedSetPage');

@ApiTags('trusted sets')
@Controller('trusted-sets')
export class TrustedSetsController {
  constructor(private readonly sets: TrustedSetsService) {}

  @Post()
  @Needs('dataset:trust')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(201, TrustedSet, 'Drawn: rows for two people to label, with the interval that they can give')
  async drawTrustedSet(
    @Body({ schema: TrustedSetRequest }) request: TrustedSetRequest,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TrustedSet> {
    const set = await this.sets.draw(request, delivery);
    void reply.header('Location', `/api/v1/trusted-sets/${set.id}`);
    return set;
  }

  @Get()
  @Needs('dataset:read')
  @Answers(200, TrustedSetPage, 'Trusted sets of a dataset, newest first')
  listTrustedSets(@Query({ schema: TrustedSetQuery }) query: TrustedSetQuery): Promise<Page<TrustedSet>> {
    return this.sets.list(query);
  }

  @Get(':id')
  @Needs('dataset:read')
  @Answers(200, TrustedSet, 'The set: how far labelling is, where reviewers differ, what it is worth')
  getTrustedSet(@Param('id', { schema: Id }) id: string): Promise<TrustedSet> {
    return this.sets.get(id);
  }

  @Get(':id/rows.csv')
  @Needs('dataset:trust')
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The rows to label: row, an empty label, and the features',
    standardSchema: z.string(),
  })
  async exportTrustedRows(@Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    const disposition = `attachment; filename="trusted-${id}.csv"`;
    return new StreamableFile(await this.sets.rows(id), { type: 'text/csv; charset=utf-8', disposition });
  }

  @Post(':id/labels')
  @Needs('dataset:trust')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, TrustedSet, 'One reviewer’s labels, in place of what that reviewer said before')
  labelTrustedSet(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: TrustedLabelsRequest }) request: TrustedLabelsRequest,
    @Delivered() delivery: Delivery,
  ): Promise<TrustedSet> {
    return this.sets.label(id, request, delivery);
  }

  @Post(':id/adjudications')
  @Needs('dataset:trust')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, TrustedSet, 'The final word on rows where the reviewers differ')
  adjudicateTrustedSet(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AdjudicationRequest }) request: AdjudicationRequest,
    @Delivered() delivery: Delivery,
  ): Promise<TrustedSet> {
    return this.sets.adjudicate(id, request, delivery);
  }

  @Post(':id/seal')
  @Needs('dataset:trust')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, TrustedSet, 'Sealed by digest; 409 while labels or final words are missing')
  sealTrustedSet(@Param('id', { schema: Id }) id: string, @Delivered() delivery: Delivery): Promise<TrustedSet> {
    return this.sets.seal(id, delivery);
  }

  @Post(':id/retire')
  @Needs('dataset:trust')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, TrustedSet, 'Out of use from now on')
  retireTrustedSet(@Param('id', { schema: Id }) id: string, @Delivered() delivery: Delivery): Promise<TrustedSet> {
    return this.sets.retire(id, delivery);
  }
}
