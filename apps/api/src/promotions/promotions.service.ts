import { Inject, Injectable } from '@nestjs/common';
import type { Page, Promotion, PromotionRequest } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { DATABASE } from '../ports.js';
import type { PromotionQuery } from './promotion-query.js';

@Injectable()
export class PromotionsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly deliveries: Deliveries,
  ) {}

  /** Only asks: registry-promotion looks at the evidence and is the one that writes to the registry. */
  request(request: PromotionRequest, delivery: Delivery): Promise<Promotion> {
    return this.deliveries.once(delivery, ({ promotions }) => promotions.request(request, delivery.actor));
  }

  list({ cursor, limit, ...filter }: PromotionQuery): Promise<Page<Promotion>> {
    return this.database.promotions.list(filter, { cursor, limit });
  }

  get(id: string): Promise<Promotion> {
    return this.database.promotions.get(id);
  }
}
