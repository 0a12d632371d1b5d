import { Inject, Injectable } from '@nestjs/common';
import type { FeatureSet, FeatureSetColumn, FeatureSetRequest, Page, SchemaSkew } from '@antidote/contracts';
import { hideCategories, schemaSkew } from '@antidote/data-versioning';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { DATABASE } from '../ports.js';
import { VersionTables } from '../table-tasks/version-tables.js';
import type { FeatureSetQuery } from './feature-set-query.js';

@Injectable()
export class FeatureSetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly tables: VersionTables,
    private readonly deliveries: Deliveries,
  ) {}

  add({ name, columns, versionId }: FeatureSetRequest, delivery: Delivery): Promise<FeatureSet> {
    return this.deliveries.once(delivery, async (repositories) => {
      const of = columns ?? (await this.columnsOf(versionId!));
      const [shown] = await hidden(repositories, [
        await repositories.featureSets.ensure(name, of, versionId ?? null, delivery.actor),
      ]);
      return shown!;
    });
  }

  async list({ cursor, limit, ...filter }: FeatureSetQuery): Promise<Page<FeatureSet>> {
    const page = await this.database.featureSets.list(filter, { cursor, limit });
    return { ...page, items: await hidden(this.database, page.items) };
  }

  async get(id: string): Promise<FeatureSet> {
    const [shown] = await hidden(this.database, [await this.database.featureSets.get(id)]);
    return shown!;
  }

  async skew(featureSetId: string, versionId: string): Promise<SchemaSkew> {
    const { columns } = await this.database.featureSets.get(featureSetId);
    const { sensitive } = await this.database.versions.get(versionId);
    const findings = schemaSkew(columns, await this.columnsOf(versionId), sensitive);
    return { featureSetId, versionId, findings };
  }

  async ofModel(modelId: string): Promise<FeatureSet> {
    await this.database.models.get(modelId);
    const featureSet = await this.database.featureSets.ofModel(modelId);
    if (featureSet) return (await hidden(this.database, [featureSet]))[0]!;
    throw new DomainError(
      'not_found',
      `model ${modelId} was trained before feature sets were recorded; train it again`,
    );
  }

  private columnsOf(versionId: string): Promise<FeatureSetColumn[]> {
    return this.tables.run('readFeatureSet', versionId, ({ stored, blobs }) => ({ blobs, version: stored }));
  }
}

/** Without the categories of columns that are sensitive in the dataset that a set was derived from. */
async function hidden({ versions }: Pick<Database, 'versions'>, sets: FeatureSet[]): Promise<FeatureSet[]> {
  const sensitive = await versions.sensitiveOf(sets.flatMap(({ versionId }) => versionId ?? []));
  return sets.map((set) => ({
    ...set,
    columns: hideCategories(set.columns, sensitive.get(set.versionId ?? '') ?? []),
  }));
}
