import { createHash } from 'node:crypto';
import type { FeatureSet, FeatureSetColumn, Page } from '@antidote/contracts';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

function toFeatureSet(row: Prisma.FeatureSetGetPayload<object>): FeatureSet {
  const { createdAt, columns, ...rest } = row;
  return { ...rest, columns: columns as unknown as FeatureSetColumn[], createdAt: createdAt.toISOString() };
}

export class FeatureSetRepository {
  constructor(private readonly client: Client) {}

  /** The version of the feature set with these columns; made, as the next one, when there is none yet. */
  ensure(name: string, columns: FeatureSetColumn[], versionId: string | null, actor: string): Promise<FeatureSet> {
    return inTransaction(this.client, async (tx) => {
      const digest = digestOf(columns);
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`feature set ${name}`}, 6))`;
      const known = await tx.featureSet.findUnique({ where: { name_digest: { name, digest } } });
      if (known) return toFeatureSet(known);
      if (versionId !== null) {
        const where = { id: requireUuid(versionId, 'version') };
        found(await tx.datasetVersion.findUnique({ where, select: { id: true } }), 'version', versionId);
      }
      const version = 1 + (await tx.featureSet.count({ where: { name } }));
      const row = await tx.featureSet.create({
        data: { name, version, digest, versionId, createdBy: actor, columns: columns as Prisma.InputJsonArray },
      });
      await new AuditRepository(tx).append({
        actor,
        action: 'feature-set.added',
        subject: 'feature-set',
        subjectId: row.id,
        details: { name, version, digest },
      });
      return toFeatureSet(row);
    });
  }

  /** Records what a model was trained on; once. */
  async link(modelId: string, featureSetId: string): Promise<void> {
    await translateErrors(() =>
      this.client.modelFeatureSet.upsert({ where: { modelId }, create: { modelId, featureSetId }, update: {} }),
    );
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<FeatureSet> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'feature set') };
      return toFeatureSet(found(await this.client.featureSet.findUnique({ where }), 'feature set', id));
    });
  }

  /** What a model was trained on; null for one trained before feature sets were recorded. */
  ofModel(modelId: string): Promise<FeatureSet | null> {
    return translateErrors(async () => {
      const where = { modelId: requireUuid(modelId, 'model') };
      const link = await this.client.modelFeatureSet.findUnique({ where });
      return link && this.get(link.featureSetId);
    });
  }

  /** What the models expect that were trained on versions of a dataset and hold an alias now, oldest first. */
  ofServing(dataset: string): Promise<FeatureSet[]> {
    return translateErrors(async () => {
      const models = await this.client.model.findMany({
        where: { dataset: { name: dataset }, registeredAliases: { isEmpty: false } },
        select: { id: true },
      });
      const where = { modelId: { in: models.map(({ id }) => id) } };
      const links = await this.client.modelFeatureSet.findMany({ where, select: { featureSetId: true } });
      const rows = await this.client.featureSet.findMany({
        where: { id: { in: links.map(({ featureSetId }) => featureSetId) } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toFeatureSet);
    });
  }

  /** Newest first; of one name when it is given. */
  list(filter: { name?: string | undefined }, page: PageRequest): Promise<Page<FeatureSet>> {
    return translateErrors(async () => {
      const rows = await this.client.featureSet.findMany({
        where: { AND: [filter.name ? { name: filter.name } : {}, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
      });
      return toPage(rows, page.limit, toFeatureSet);
    });
  }
}

/** Key by key, so that the digest does not depend on how the database keeps objects. */
function digestOf(columns: FeatureSetColumn[]): string {
  const plain = columns.map(({ name, type, categories, unit }) => [name, type, categories, unit]);
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex');
}
