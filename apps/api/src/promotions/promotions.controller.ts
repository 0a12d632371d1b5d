import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { pageOf, Promotion, PromotionRequest, type Page } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { PromotionsService } from './promotions.service.js';
import { PromotionQuery } from './promotion-query.js';

const PromotionPage = pageOf(Promotion, 'PromotionPage');

@ApiTags('promotions')
@Controller('promotions')
export class PromotionsController {
  constructor(private readonly promotions: PromotionsService) {}

  @Post()
  @Needs('promotion:request')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(202, Promotion, 'Requested; 409 with the id of the one under way on the same alias')
  async requestPromotion(
    @Body({ schema: PromotionRequest }) request: PromotionRequest,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Promotion> {
    const promotion = await this.promotions.request(request, delivery);
    void reply.header('Location', `/api/v1/promotions/${promotion.id}`);
    return promotion;
  }

  @Get()
  @Needs('model:read')
  @Answers(200, PromotionPage, 'Promotions, newest first')
  listPromotions(@Query({ schema: PromotionQuery }) query: PromotionQuery): Promise<Page<Promotion>> {
    return this.promotions.list(query);
  }

  @Get(':id')
  @Needs('model:read')
  @Answers(200, Promotion, 'The promotion with its evidence and the gate’s decision')
  getPromotion(@Param('id', { schema: Id }) id: string): Promise<Promotion> {
    return this.promotions.get(id);
  }
}
