import { Inject, Injectable } from '@nestjs/common';
import type { Dataset, Page, PageQuery, SensitiveColumns, VersionSummary } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { DATABASE } from '../ports.js';
import { DatasetIntake } from './dataset-intake.js';
import type { DatasetUpload } from './dataset-upload.js';

const VALIDATION_SEED = 42;

@Injectable()
export class DatasetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly intake: DatasetIntake,
    private readonly deliveries: Deliveries,
  ) {}

  register(upload: DatasetUpload, delivery: Delivery): Promise<{ dataset: Dataset; added: boolean }> {
    return this.intake.take(upload, (registration) =>
      this.deliveries.inTransaction(delivery, async ({ datasets, runs }) => {
        const { dataset, version, created } = await datasets.register(registration, delivery.actor);
        // At the door: no version without its validation under way.
        if (created) {
          await runs.enqueue({ kind: 'validate', versionId: version.id, seed: VALIDATION_SEED }, delivery.actor);
        }
        return { dataset, added: created };
      }),
    );
  }

  list(query: PageQuery): Promise<Page<Dataset>> {
    return this.database.datasets.list(query);
  }

  get(name: string): Promise<Dataset> {
    return this.database.datasets.get(name);
  }

  setSensitive(name: string, { columns }: SensitiveColumns, actor: string): Promise<Dataset> {
    return this.database.datasets.setSensitive(name, columns, actor);
  }

  listVersions(name: string, query: PageQuery): Promise<Page<VersionSummary>> {
    return this.database.versions.list(name, query);
  }
}
