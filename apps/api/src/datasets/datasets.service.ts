import { Inject, Injectable } from '@nestjs/common';
import type { Dataset, Page, PageQuery, SensitiveColumns, VersionSummary } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { DATABASE } from '../ports.js';
import { VersionTables } from '../table-tasks/version-tables.js';
import { DatasetIntake } from './dataset-intake.js';
import type { DatasetUpload } from './dataset-upload.js';

const VALIDATION_SEED = 42;

@Injectable()
export class DatasetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly intake: DatasetIntake,
    private readonly deliveries: Deliveries,
    private readonly tables: VersionTables,
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

  /** @throws DomainError `column_mismatch` for a column that the dataset lacks, `invalid_argument` for the source or target */
  async setSensitive(name: string, { columns }: SensitiveColumns, actor: string): Promise<Dataset> {
    const { target, latest, sensitive } = await this.database.datasets.get(name);
    const features = [...(await this.database.datasets.featureNames(name)), target];
    const others = columns.filter((column) => !features.includes(column) && !sensitive.includes(column));
    if (others.length > 0) await this.refuseOutsiders(others, latest.id);
    return this.database.datasets.setSensitive(name, columns, actor);
  }

  /** Names that are no features must be columns of the newest version which tell something of a row, save the source. */
  private async refuseOutsiders(names: string[], versionId: string): Promise<void> {
    const context = await this.tables.run('contextColumns', versionId, ({ stored, blobs }) => ({ ...stored, blobs }));
    const roleOf = new Map(context.map(({ name, role }) => [name, role]));
    for (const name of names) {
      const shown = JSON.stringify(name.slice(0, 100));
      if (!roleOf.has(name)) {
        throw new DomainError(
          'column_mismatch',
          `No column is named ${shown}, which was named as sensitive; name another, or declare it with the version that brings it.`,
        );
      }
      if (roleOf.get(name) === 'source') {
        throw new DomainError(
          'invalid_argument',
          `The source ${shown} cannot be sensitive, because people decide by it; put pseudonyms in its place.`,
        );
      }
    }
  }

  listVersions(name: string, query: PageQuery): Promise<Page<VersionSummary>> {
    return this.database.versions.list(name, query);
  }
}
