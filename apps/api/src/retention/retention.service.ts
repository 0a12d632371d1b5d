import { Inject, Injectable } from '@nestjs/common';
import type { Retention, RetentionRequest } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DATABASE } from '../ports.js';

@Injectable()
export class RetentionService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  get(dataset: string): Promise<Retention> {
    return this.database.retention.get(dataset);
  }

  set(dataset: string, { days, dryRun }: RetentionRequest, actor: string): Promise<Retention> {
    const { retention } = this.database;
    return dryRun ? retention.get(dataset, days) : retention.set(dataset, days, actor);
  }
}
