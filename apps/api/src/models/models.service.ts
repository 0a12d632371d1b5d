import { Inject, Injectable } from '@nestjs/common';
import type { Model, Page } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DATABASE } from '../ports.js';
import type { ModelQuery } from './model-query.js';

@Injectable()
export class ModelsService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  list({ cursor, limit, ...filter }: ModelQuery): Promise<Page<Model>> {
    return this.database.models.list(filter, { cursor, limit });
  }

  get(id: string): Promise<Model> {
    return this.database.models.get(id);
  }
}
