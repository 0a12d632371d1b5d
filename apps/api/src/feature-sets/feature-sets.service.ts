import { Inject, Injectable } from '@nestjs/common';
import type { FeatureSet, FeatureSetRequest, Page, SchemaSkew } from '@antidote/contracts';
import { schemaSkew } from '@antidote/data-versioning';
import type { BlobStore, Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { readFeatureSet } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';
import type { FeatureSetQuery } from './feature-set-query.js';

@Injectable()
export class FeatureSetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly deliveries: Deliveries,
  ) {}

  add({ name, columns, versionId }: FeatureSetRequest, delivery: Delivery): Promise<FeatureSet> {
    return this.deliveries.once(delivery, async (repositories) => {
      const of = columns ?? (await readFeatureSet(repositories, this.blobs, versionId!));
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
    const findings = schemaSkew(columns, await readFeatureSet(this.database, this.blobs, versionId));
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
}
