import { Inject, Injectable } from '@nestjs/common';
import type {
  AdjudicationRequest,
  Page,
  TrustedLabelsRequest,
  TrustedSet,
  TrustedSetRequest,
} from '@antidote/contracts';
import { trustedSetView } from './trusted-set-view.js';
import type { BlobStore, Database, Repositories } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { finalLabels, readLabels, requireKnown } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';
import { VersionTables } from '../table-tasks/version-tables.js';
import type { TrustedSetQuery } from './trusted-set-query.js';

@Injectable()
export class TrustedSetsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly tables: VersionTables,
    private readonly deliveries: Deliveries,
  ) {}

  draw({ versionId, size, seed }: TrustedSetRequest, delivery: Delivery): Promise<TrustedSet> {
    return this.deliveries.once(delivery, async ({ trustedSets }) => {
      const rows = await this.tables.run('drawTrustedRows', versionId, ({ stored, blobs }) => ({
        blobs,
        version: stored,
        size,
        seed,
      }));
      return trustedSetView(await trustedSets.draw(versionId, seed, rows, delivery.actor));
    });
  }

  async list({ dataset, cursor, limit }: TrustedSetQuery): Promise<Page<TrustedSet>> {
    const { items, next } = await this.database.trustedSets.list(dataset, { cursor, limit });
    return { items: items.map(trustedSetView), next };
  }

  async get(id: string): Promise<TrustedSet> {
    return trustedSetView(await this.database.trustedSets.get(id));
  }

  async rows(id: string): Promise<Uint8Array> {
    const { versionId, rows } = await this.database.trustedSets.get(id);
    return this.tables.run('rowsToLabel', versionId, ({ version: { sensitive }, stored, blobs }) => ({
      blobs,
      version: stored,
      rows,
      sensitive,
    }));
  }

  label(id: string, { reviewer, csv }: TrustedLabelsRequest, delivery: Delivery): Promise<TrustedSet> {
    return this.deliveries.once(delivery, async (repositories) => {
      const { rows, classes } = await this.drawn(repositories, id);
      const labels = readLabels(csv, rows, classes);
      if (labels.size === 0)
        throw new DomainError('invalid_argument', 'The file labels no row; fill its column label.');
      return trustedSetView(await repositories.trustedSets.label(id, reviewer, labels, delivery.actor));
    });
  }

  adjudicate(id: string, { labels }: AdjudicationRequest, delivery: Delivery): Promise<TrustedSet> {
    return this.deliveries.once(delivery, async (repositories) => {
      const { rows, classes } = await this.drawn(repositories, id);
      const final = new Map(labels.map(({ row, label }) => [row, label]));
      requireKnown(final, rows, classes);
      return trustedSetView(await repositories.trustedSets.adjudicate(id, final, delivery.actor));
    });
  }

  seal(id: string, delivery: Delivery): Promise<TrustedSet> {
    return this.deliveries.once(delivery, async (repositories) => {
      const set = await repositories.trustedSets.get(id);
      const final = finalLabels(set);
      const bytes = await this.tables.run('sealTrustedSet', set.versionId, ({ version, stored, blobs }) => ({
        blobs,
        stored,
        version,
        final,
      }));
      return trustedSetView(await repositories.trustedSets.seal(id, await this.blobs.put(bytes), delivery.actor));
    });
  }

  retire(id: string, delivery: Delivery): Promise<TrustedSet> {
    return this.deliveries.once(delivery, async ({ trustedSets }) =>
      trustedSetView(await trustedSets.retire(id, delivery.actor)),
    );
  }

  /** Rows of the set, and the classes that they may bear. */
  private async drawn({ trustedSets, versions }: Repositories, id: string) {
    const { rows, versionId } = await trustedSets.get(id);
    const { classes } = await versions.get(versionId);
    return { rows, classes: classes.map(({ label }) => label) };
  }
}
