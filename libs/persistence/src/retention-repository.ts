import type { DueVersion, Retention } from '@antidote/contracts';
import { AuditRepository } from './audit-repository.js';
import { found } from './not-found.js';
import { type Client, inTransaction, translateErrors } from './prisma-client.js';

export class RetentionRepository {
  constructor(private readonly client: Client) {}

  /**
   * The rule of a dataset with what it has due now.
   * @param days what to count with instead of the rule's
   * @throws DomainError `not_found`
   */
  get(dataset: string, days?: number | null): Promise<Retention> {
    return translateErrors(async () => {
      const { id } = await this.dataset(dataset);
      const rule = await this.client.retentionRule.findUnique({ where: { datasetId: id } });
      const counted = days === undefined ? (rule?.days ?? null) : days;
      return {
        dataset,
        days: counted,
        setAt: rule?.setAt.toISOString() ?? null,
        setBy: rule?.setBy ?? null,
        due: counted === null ? [] : await this.dueIn(id, counted),
      };
    });
  }

  /** Sets the rule, or takes it away with null. @throws DomainError `not_found` */
  set(dataset: string, days: number | null, actor: string): Promise<Retention> {
    return inTransaction(this.client, async (tx) => {
      const own = new RetentionRepository(tx);
      const { id: datasetId } = await own.dataset(dataset);
      const before = await tx.retentionRule.findUnique({ where: { datasetId } });
      if (days === null) await tx.retentionRule.deleteMany({ where: { datasetId } });
      else {
        const rule = { days, setBy: actor, setAt: new Date() };
        await tx.retentionRule.upsert({ where: { datasetId }, create: { datasetId, ...rule }, update: rule });
      }
      await new AuditRepository(tx).append({
        actor,
        action: 'retention.set',
        subject: 'dataset',
        subjectId: datasetId,
        details: { dataset },
        before: { days: before?.days ?? null },
        after: { days },
      });
      return own.get(dataset);
    });
  }

  /** Every registered version that a rule has due, the oldest first. */
  due(): Promise<(DueVersion & { dataset: string; days: number })[]> {
    return translateErrors(async () => {
      const rules = await this.client.retentionRule.findMany({ orderBy: { datasetId: 'asc' } });
      const due: (DueVersion & { dataset: string; days: number })[] = [];
      for (const { datasetId, days } of rules) {
        const { name } = await this.client.dataset.findUniqueOrThrow({ where: { id: datasetId } });
        for (const version of await this.dueIn(datasetId, days)) due.push({ ...version, dataset: name, days });
      }
      return due;
    });
  }

  private async dataset(name: string): Promise<{ id: string }> {
    const row = await this.client.dataset.findUnique({ where: { name }, select: { id: true } });
    return found(row, 'dataset', name);
  }

  private async dueIn(datasetId: string, days: number): Promise<DueVersion[]> {
    const rows = await this.client.$queryRaw<{ id: string; digest: string; createdAt: Date; rows: number }[]>`
      SELECT * FROM (
        SELECT v."id", v."digest", v."createdAt", v."rowCount" -
          (SELECT count(*)::int FROM "ErasedRow" e WHERE e."originalId" = v."id") AS "rows"
        FROM "DatasetVersion" v
        WHERE v."datasetId" = ${datasetId}::uuid AND v."kind" = 'original'
          AND v."createdAt" <= now() - make_interval(days => ${days}::int)
      ) old WHERE "rows" > 0 ORDER BY "createdAt", "id"`;
    return rows.map(({ id, digest, createdAt, rows: held }) => ({
      versionId: id,
      digest,
      registeredAt: createdAt.toISOString(),
      rows: held,
    }));
  }
}
