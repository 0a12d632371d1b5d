import { Inject, Injectable } from '@nestjs/common';
import type { DecisionRequest, Page, PageQuery, Review, ReviewItem, ReviewItemDetail } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { reviewItemDetail } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';
import type { ItemQuery } from './item-query.js';

@Injectable()
export class ReviewsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly deliveries: Deliveries,
  ) {}

  list(query: PageQuery): Promise<Page<Review>> {
    return this.database.reviews.list(query);
  }

  get(id: string): Promise<Review> {
    return this.database.reviews.get(id);
  }

  listItems(id: string, { cursor, limit, decided }: ItemQuery): Promise<Page<ReviewItem>> {
    return this.database.reviews.items(id, { decided }, { cursor, limit });
  }

  getItem(id: string, itemId: string): Promise<ReviewItemDetail> {
    return reviewItemDetail(this.database, this.blobs, id, itemId);
  }

  decide(id: string, itemId: string, revision: number, decision: DecisionRequest, actor: string): Promise<ReviewItem> {
    return this.database.reviews.decide(id, itemId, revision, decision, actor);
  }

  undo(id: string, itemId: string, revision: number, actor: string): Promise<ReviewItem> {
    return this.database.reviews.undo(id, itemId, revision, actor);
  }

  complete(id: string, delivery: Delivery): Promise<Review> {
    return this.deliveries.once(delivery, ({ reviews }) => reviews.complete(id, delivery.actor));
  }
}
