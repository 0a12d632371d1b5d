import { Inject, Injectable } from '@nestjs/common';
import type { Dataset, Page, PageQuery, VersionSummary } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import type { ApiConfig } from '../config.js';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';
import type { DatasetUpload } from './dataset-upload.js';

const VALIDATION_SEED = 42;

@Injectable()
export class DatasetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * Reads the file as it lies staged, then takes file and table into the store before the rows that name them, so that
   * no version is ever visible without its data, and nothing is left of a file that is refused.
   */
  async register(
    { name, file, declaration, quarantineRaggedRows }: DatasetUpload,
    delivery: Delivery,
  ): Promise<{ dataset: Dataset; added: boolean }> {
    const staged = 'staged' in file ? file.staged : await this.blobs.stage(pieces(file.bytes));
    try {
      const options = { ...declaration, limits: this.config.ingestLimits, quarantineRaggedRows };
      const read = await this.runTask('ingest', { path: staged.path, options }, staged.bytes);
      const { facts, table, file: written } = read;
      await this.blobs.adopt(table.path, table.sha256);
      const rawBlob = await staged.keep();
      const registration = {
        name,
        table: facts,
        baseBlob: table.sha256,
        rawBlob,
        file: { ...written, bytes: staged.bytes },
      };
      return await this.deliveries.inTransaction(delivery, async ({ datasets, runs }) => {
        const { dataset, version, created } = await datasets.register(registration, delivery.actor);
        // At the door: no version without its validation under way.
        if (created) {
          await runs.enqueue({ kind: 'validate', versionId: version.id, seed: VALIDATION_SEED }, delivery.actor);
        }
        return { dataset, added: created };
      });
    } finally {
      await staged.discard();
    }
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

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
