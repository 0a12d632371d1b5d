import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { DecisionRequest, pageOf, Review, ReviewItem, ReviewItemDetail, type Page } from '@antidote/contracts';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { IF_MATCH, IfMatch, sendRevision } from '../http/etag.js';
import { Id, PageQuery } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { ReviewsService } from './reviews.service.js';
import { ItemQuery } from './item-query.js';

const ReviewPage = pageOf(Review, 'ReviewPage');
const ReviewItemPage = pageOf(ReviewItem, 'ReviewItemPage');

@ApiTags('reviews')
@Controller('reviews')
export class ReviewsController {
  constructor(private readonly reviews: ReviewsService) {}

  @Get()
  @Needs('review:read')
  @Answers(200, ReviewPage, 'Reviews, newest first')
  listReviews(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<Review>> {
    return this.reviews.list(query);
  }

  @Get(':id')
  @Needs('review:read')
  @Answers(200, Review, 'The review with its counts')
  getReview(@Param('id', { schema: Id }) id: string): Promise<Review> {
    return this.reviews.get(id);
  }

  @Get(':id/items')
  @Needs('review:read')
  @Answers(200, ReviewItemPage, 'Items, most suspect first')
  listReviewItems(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ItemQuery }) query: ItemQuery,
  ): Promise<Page<ReviewItem>> {
    return this.reviews.listItems(id, query);
  }

  @Get(':id/items/:itemId')
  @Needs('review:read')
  @Answers(200, ReviewItemDetail, 'The row, why it is suspect, and its neighbours; `ETag` is its revision')
  async getReviewItem(
    @Param('id', { schema: Id }) id: string,
    @Param('itemId', { schema: Id }) itemId: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReviewItemDetail> {
    return sendRevision(reply, await this.reviews.getItem(id, itemId));
  }

  @Put(':id/items/:itemId/decision')
  @Needs('review:decide')
  @ApiHeader(IF_MATCH)
  @Answers(200, ReviewItem, 'Decided; 412 when somebody decided meanwhile, 428 without If-Match')
  async decideReviewItem(
    @Param('id', { schema: Id }) id: string,
    @Param('itemId', { schema: Id }) itemId: string,
    @IfMatch() revision: number,
    @Body({ schema: DecisionRequest }) decision: DecisionRequest,
    @AskedBy() actor: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReviewItem> {
    return sendRevision(reply, await this.reviews.decide(id, itemId, revision, decision, actor));
  }

  @Delete(':id/items/:itemId/decision')
  @Needs('review:decide')
  @ApiHeader(IF_MATCH)
  @Answers(200, ReviewItem, 'Undone; 412 when somebody decided meanwhile, 428 without If-Match')
  async undoReviewDecision(
    @Param('id', { schema: Id }) id: string,
    @Param('itemId', { schema: Id }) itemId: string,
    @IfMatch() revision: number,
    @AskedBy() actor: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReviewItem> {
    return sendRevision(reply, await this.reviews.undo(id, itemId, revision, actor));
  }

  @Post(':id/completion')
  @Needs('review:decide')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, Review, 'Finished; 409 while items are undecided')
  completeReview(@Param('id', { schema: Id }) id: string, @Delivered() delivery: Delivery): Promise<Review> {
    return this.reviews.complete(id, delivery);
  }
}
