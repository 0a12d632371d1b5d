import { Inject, Injectable } from '@nestjs/common';
import type { Dataset, Page, PageQuery, VersionSummary } from '@antidote/contracts';
import { parseCsv, toTable } from '@antidote/dataset-io';
import type { BlobStore, Database } from '@antidote/persistence';
import { tableFacts } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';
import type { DatasetUpload } from './dataset-upload.js';

@Injectable()
export class DatasetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly deliveries: Deliveries,
  ) {}

  /** The bytes are stored before the rows that name them, so that no version is ever visible without its data. */
  async register(
    { name, target, bytes }: DatasetUpload,
    delivery: Delivery,
  ): Promise<{ dataset: Dataset; added: boolean }> {
    const { table, warnings } = toTable(parseCsv(bytes), target === undefined ? {} : { target });
    const facts = tableFacts(table, warnings);
    const baseBlob = await this.blobs.put(bytes);
    return this.deliveries.once(delivery, async ({ datasets }) => {
      const { dataset, created } = await datasets.register({ name, table: facts, baseBlob }, delivery.actor);
      return { dataset, added: created };
    });
  }

  list(query: PageQuery): Promise<Page<Dataset>> {
    return this.database.datasets.list(query);
  }

  get(name: string): Promise<Dataset> {
    return this.database.datasets.get(name);
  }

  listVersions(name: string, query: PageQuery): Promise<Page<VersionSummary>> {
    return this.database.versions.list(name, query);
  }
}
