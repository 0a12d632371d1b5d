import { Inject, Injectable } from '@nestjs/common';
import type { FeatureSet, FeatureSetColumn, FeatureSetRequest, Page, SchemaSkew } from '@antidote/contracts';
import { schemaSkew } from '@antidote/data-versioning';
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
      return repositories.featureSets.ensure(name, of, versionId ?? null, delivery.actor);
    });
  }

  list({ cursor, limit, ...filter }: FeatureSetQuery): Promise<Page<FeatureSet>> {
    return this.database.featureSets.list(filter, { cursor, limit });
  }

  get(id: string): Promise<FeatureSet> {
    return this.database.featureSets.get(id);
  }

  async skew(featureSetId: string, versionId: string): Promise<SchemaSkew> {
    const { columns } = await this.database.featureSets.get(featureSetId);
    const findings = schemaSkew(columns, await this.columnsOf(versionId));
    return { featureSetId, versionId, findings };
  }

  async ofModel(modelId: string): Promise<FeatureSet> {
    await this.database.models.get(modelId);
    const featureSet = await this.database.featureSets.ofModel(modelId);
    if (featureSet) return featureSet;
    throw new DomainError(
      'not_found',
      `model ${modelId} was trained before feature sets were recorded; train it again`,
    );
  }

  private columnsOf(versionId: string): Promise<FeatureSetColumn[]> {
    return this.tables.run('readFeatureSet', versionId, ({ stored, blobs }) => ({ blobs, version: stored }));
  }
}
