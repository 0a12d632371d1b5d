import { Inject, Injectable } from '@nestjs/common';
import type { Page, Recall, RecallPlan, RecallRequest, RecallSubject } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { readRecallPlan } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { DATABASE } from '../ports.js';
import type { RecallQuery } from './recall-query.js';

@Injectable()
export class RecallsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly deliveries: Deliveries,
  ) {}

  plan(subject: RecallSubject): Promise<RecallPlan> {
    return readRecallPlan(this.database, subject);
  }

  open({ subject, reason }: RecallRequest, delivery: Delivery): Promise<Recall> {
    return this.deliveries.once(delivery, async (repositories) => {
      const plan = await readRecallPlan(repositories, subject);
      return repositories.recalls.open(subject, reason, plan, delivery.actor);
    });
  }

  list({ cursor, limit, ...filter }: RecallQuery): Promise<Page<Recall>> {
    return this.database.recalls.list(filter, { cursor, limit });
  }

  get(id: string): Promise<Recall> {
    return this.database.recalls.get(id);
  }

  lift(id: string, reason: string, delivery: Delivery): Promise<Recall> {
    return this.deliveries.once(delivery, ({ recalls }) => recalls.lift(id, reason, delivery.actor));
  }

  startRetraining(id: string, proposalId: string, delivery: Delivery): Promise<Recall> {
    return this.deliveries.once(delivery, ({ recalls }) => recalls.startRetraining(id, proposalId, delivery.actor));
  }
}
