import type { Page } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

export interface TrustedSetRow {
  id: string;
  dataset: string;
  versionId: string;
  state: 'drawn' | 'sealed' | 'retired';
  seed: number;
  /** Row ids, ascending. */
  rows: number[];
  /** By reviewer, in the order of their names: label by row. */
  labels: Map<string, Map<number, string>>;
  adjudications: Map<number, string>;
  /** SHA-256 of the sealed bytes; null until sealed. */
  sealedBlob: string | null;
  createdAt: string;
  createdBy: string;
  sealedAt: string | null;
  sealedBy: string | null;
  retiredAt: string | null;
}

const withLabels = {
  labels: { orderBy: [{ reviewer: 'asc' }, { row: 'asc' }] },
  adjudications: { orderBy: { row: 'asc' } },
} satisfies Prisma.TrustedSetInclude;
type Row = Prisma.TrustedSetGetPayload<{ include: typeof withLabels }>;

/** Two people label a trusted set, no more and no fewer. */
const REVIEWERS = 2;

export class TrustedSetRepository {
  constructor(private readonly client: Client) {}

  draw(versionId: string, seed: number, rows: number[], actor: string): Promise<TrustedSetRow> {
    return inTransaction(this.client, async (tx) => {
      const where = { id: requireUuid(versionId, 'version') };
      const { datasetId } = found(await tx.datasetVersion.findUnique({ where }), 'version', versionId);
      const { id } = await tx.trustedSet.create({ data: { datasetId, versionId, seed, rows, createdBy: actor } });
      await this.tell(tx, id, 'drawn', actor, { versionId, seed, size: rows.length });
      return this.read(tx, id);
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<TrustedSetRow> {
    return translateErrors(() => this.read(this.client, id));
  }

  /** Of a dataset, newest first. */
  list(dataset: string, page: PageRequest): Promise<Page<TrustedSetRow>> {
    return translateErrors(async () => {
      const { id } = found(await this.client.dataset.findUnique({ where: { name: dataset } }), 'dataset', dataset);
      const rows = await this.client.trustedSet.findMany({
        where: { AND: [{ datasetId: id }, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withLabels,
      });
      return toPage(rows, page.limit, (row) => toSet(row, dataset));
    });
  }

  /**
   * Keeps what a reviewer says, in place of what that reviewer said before. Final words on rows that change are dropped.
   * @throws DomainError `invalid_state` once sealed; `conflict` for a third reviewer
   */
  label(id: string, reviewer: string, labels: ReadonlyMap<number, string>, actor: string): Promise<TrustedSetRow> {
    return inTransaction(this.client, async (tx) => {
      const set = await this.lockDrawn(tx, id);
      if (!set.labels.has(reviewer) && set.labels.size === REVIEWERS) {
        const names = [...set.labels.keys()].join(' and ');
        throw new DomainError('conflict', `${names} label this set already; two people do, and no third`);
      }
      const before = set.labels.get(reviewer) ?? new Map<number, string>();
      const changed = [...labels].filter(([row, label]) => before.get(row) !== label).map(([row]) => row);
      await tx.trustedLabel.deleteMany({ where: { setId: id, reviewer, row: { in: changed } } });
      await tx.trustedLabel.createMany({
        data: changed.map((row) => ({ setId: id, reviewer, row, label: labels.get(row)! })),
      });
      await tx.trustedAdjudication.deleteMany({ where: { setId: id, row: { in: changed } } });
      await this.tell(tx, id, 'labelled', actor, { reviewer, rows: labels.size, changed: changed.length });
      return this.read(tx, id);
    });
  }

  /** The final word on rows. @throws DomainError `invalid_state` once sealed */
  adjudicate(id: string, labels: ReadonlyMap<number, string>, actor: string): Promise<TrustedSetRow> {
    return inTransaction(this.client, async (tx) => {
      await this.lockDrawn(tx, id);
      await tx.trustedAdjudication.deleteMany({ where: { setId: id, row: { in: [...labels.keys()] } } });
      await tx.trustedAdjudication.createMany({
        data: [...labels].map(([row, label]) => ({ setId: id, row, label, by: actor })),
      });
      await this.tell(tx, id, 'adjudicated', actor, { rows: [...labels.keys()] });
      return this.read(tx, id);
    });
  }

  /**
   * @param sealedBlob SHA-256 of the sealed bytes, which already lie in the blob store
   * @throws DomainError `invalid_state` once sealed; `conflict` while another set of the dataset is
   */
  seal(id: string, sealedBlob: string, actor: string): Promise<TrustedSetRow> {
    return inTransaction(this.client, async (tx) => {
      const set = await this.lockDrawn(tx, id);
      const { datasetId } = await tx.trustedSet.findUniqueOrThrow({ where: { id } });
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`trusted ${set.dataset}`}, 5))`;
      const other = await tx.trustedSet.findFirst({ where: { state: 'sealed', datasetId } });
      if (other) {
        throw new DomainError('conflict', `${set.dataset} has the sealed set ${other.id} already; retire it first`);
      }
      await tx.trustedSet.update({
        where: { id },
        data: { state: 'sealed', sealedBlob, sealedAt: new Date(), sealedBy: actor },
      });
      await this.tell(tx, id, 'sealed', actor, { digest: sealedBlob });
      return this.read(tx, id);
    });
  }

  /** Takes a set out of use; runs that read it keep its digest. @throws DomainError `invalid_state` when it was before */
  retire(id: string, actor: string): Promise<TrustedSetRow> {
    return inTransaction(this.client, async (tx) => {
      const { count } = await tx.trustedSet.updateMany({
        where: { id: requireUuid(id, 'trusted set'), state: { not: 'retired' } },
        data: { state: 'retired', retiredAt: new Date(), retiredBy: actor },
      });
      const set = await this.read(tx, id);
      if (count === 0) throw new DomainError('invalid_state', `the trusted set was retired at ${set.retiredAt}`);
      await this.tell(tx, id, 'retired', actor, {});
      return set;
    });
  }

  /** The set that was sealed and in use at a moment, so that a run's jobs all read the same one; null without one. */
  inForce(dataset: string, at: string): Promise<{ id: string; versionId: string; sealedBlob: string } | null> {
    return translateErrors(async () => {
      const moment = new Date(at);
      const { id } = found(await this.client.dataset.findUnique({ where: { name: dataset } }), 'dataset', dataset);
      const row = await this.client.trustedSet.findFirst({
        where: {
          datasetId: id,
          sealedAt: { lte: moment },
          OR: [{ retiredAt: null }, { retiredAt: { gt: moment } }],
        },
        orderBy: { sealedAt: 'desc' },
      });
      return row && { id: row.id, versionId: row.versionId, sealedBlob: row.sealedBlob! };
    });
  }

  private async lockDrawn(tx: Client, id: string): Promise<TrustedSetRow> {
    await tx.$executeRaw`SELECT 1 FROM "TrustedSet" WHERE "id" = ${requireUuid(id, 'trusted set')}::uuid FOR UPDATE`;
    const set = await this.read(tx, id);
    if (set.state === 'drawn') return set;
    throw new DomainError('invalid_state', `the trusted set is ${set.state} and does not change; draw another one`);
  }

  private async read(client: Client, id: string): Promise<TrustedSetRow> {
    const where = { id: requireUuid(id, 'trusted set') };
    const row = found(await client.trustedSet.findUnique({ where, include: withLabels }), 'trusted set', id);
    const { name } = await client.dataset.findUniqueOrThrow({ where: { id: row.datasetId } });
    return toSet(row, name);
  }

  private tell(tx: Client, id: string, deed: string, actor: string, details: Record<string, unknown>): Promise<void> {
    const entry = { actor, action: `trusted-set.${deed}`, subject: 'trusted-set', subjectId: id, details };
    return new AuditRepository(tx).append(entry);
  }
}

function toSet(row: Row, dataset: string): TrustedSetRow {
  const labels = new Map<string, Map<number, string>>();
  for (const { reviewer, row: of, label } of row.labels) {
    if (!labels.has(reviewer)) labels.set(reviewer, new Map());
    labels.get(reviewer)!.set(of, label);
  }
  return {
    id: row.id,
    dataset,
    versionId: row.versionId,
    state: row.state,
    seed: Number(row.seed),
    rows: row.rows,
    labels,
    adjudications: new Map(row.adjudications.map(({ row: of, label }) => [of, label])),
    sealedBlob: row.sealedBlob,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    sealedAt: row.sealedAt?.toISOString() ?? null,
    sealedBy: row.sealedBy,
    retiredAt: row.retiredAt?.toISOString() ?? null,
  };
}
