import { Inject, Injectable } from '@nestjs/common';
import type { DecisionRequest, Page, PageQuery, Review, ReviewItem, ReviewItemDetail } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { reviewItemDetail } from '@antidote/workflows';
import type { ApiConfig } from '../config.js';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, CONFIG, DATABASE } from '../ports.js';
import type { ItemQuery } from './reviews.controller.js';

@Injectable()
export class ReviewsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(CONFIG) private readonly config: ApiConfig,
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

  decide(id: string, itemId: string, revision: number, decision: DecisionRequest): Promise<ReviewItem> {
    return this.database.reviews.decide(id, itemId, revision, decision, this.config.user);
  }

  undo(id: string, itemId: string, revision: number): Promise<ReviewItem> {
    return this.database.reviews.undo(id, itemId, revision, this.config.user);
  }

  complete(id: string, delivery: Delivery): Promise<Review> {
    return this.deliveries.once(delivery, ({ reviews }) => reviews.complete(id, this.config.user));
  }
}
