import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { pageOf, Recall, RecallLift, RecallPlan, RecallRequest, RecallSubject, type Page } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { RecallsService } from './recalls.service.js';
import { RecallQuery } from './recall-query.js';

const RecallPage = pageOf(Recall, 'RecallPage');
const Preview = z.strictObject({ subject: RecallSubject }).meta({ id: 'RecallPreview' });
type Preview = z.infer<typeof Preview>;

@ApiTags('recalls')
@Controller('recalls')
export class RecallsController {
  constructor(private readonly recalls: RecallsService) {}

  @Post('preview')
  @Needs('dataset:read')
  @Answers(200, RecallPlan, 'What a recall would touch, freeze, build and propose; nothing is changed')
  previewRecall(@Body({ schema: Preview }) { subject }: Preview): Promise<RecallPlan> {
    return this.recalls.plan(subject);
  }

  @Post()
  @Needs('dataset:recall')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(201, Recall, 'Marked bad; of what is recalled already, the recall in force')
  async openRecall(
    @Body({ schema: RecallRequest }) request: RecallRequest,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Recall> {
    const recall = await this.recalls.open(request, delivery);
    void reply.header('Location', `/api/v1/recalls/${recall.id}`);
    return recall;
  }

  @Get()
  @Needs('dataset:read')
  @Answers(200, RecallPage, 'Recalls, newest first')
  listRecalls(@Query({ schema: RecallQuery }) query: RecallQuery): Promise<Page<Recall>> {
    return this.recalls.list(query);
  }

  @Get(':id')
  @Needs('dataset:read')
  @Answers(200, Recall, 'The recall with its freezes, replacements and proposals as they are now')
  getRecall(@Param('id', { schema: Id }) id: string): Promise<Recall> {
    return this.recalls.get(id);
  }

  @Post(':id/lift')
  @Needs('dataset:recall')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, Recall, 'Taken back; 409 when it was before')
  liftRecall(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RecallLift }) { reason }: RecallLift,
    @Delivered() delivery: Delivery,
  ): Promise<Recall> {
    return this.recalls.lift(id, reason, delivery);
  }

  @Post(':id/proposals/:proposalId/start')
  @Needs('run:start')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, Recall, 'The training was started, once; 409 while the version to train on is not there')
  startRetraining(
    @Param('id', { schema: Id }) id: string,
    @Param('proposalId', { schema: Id }) proposalId: string,
    @Delivered() delivery: Delivery,
  ): Promise<Recall> {
    return this.recalls.startRetraining(id, proposalId, delivery);
  }
}
