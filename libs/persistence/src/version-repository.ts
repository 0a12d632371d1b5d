import type {
  ColumnSummary,
  Page,
  PoisonSpec,
  RegisteredFile,
  Version,
  VersionKind,
  VersionRef,
  VersionSummary,
} from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, Prisma, translateErrors } from './prisma-client.js';

/** What a version row says of its table. */
export interface TableFacts {
  digest: string;
  target: string;
  rowCount: number;
  featureCount: number;
  classes: { label: string; rows: number }[];
  columns: ColumnSummary[];
  warnings: string[];
  /** Rows of each source, where the table names one. */
  sources?: { source: string; rows: number }[];
}

/** Where a version's bytes lie: SHA-256 of blobs. `groundTruthBlob` is for scoring alone, never for a learner. */
export interface VersionStorage {
  baseBlob: string;
  patchBlob: string | null;
  groundTruthBlob: string | null;
}

export interface DerivedVersion {
  kind: Exclude<VersionKind, 'original'>;
  parentId: string;
  runId: string;
  reviewId: string | null;
  table: TableFacts;
  storage: VersionStorage;
  poison: PoisonSpec | null;
  changedLabels: number;
  droppedRows: number;
}

type Row = Prisma.DatasetVersionGetPayload<{ include: { dataset: true } }>;

export function toSummary(
  row: Prisma.DatasetVersionGetPayload<object> & { dataset: { name: string } },
): VersionSummary {
  return {
    id: row.id,
    dataset: row.dataset.name,
    digest: row.digest,
    kind: row.kind,
    target: row.target,
    rows: row.rowCount,
    features: row.featureCount,
    classes: row.classes as unknown as VersionSummary['classes'],
    warnings: row.warnings as string[],
    parentId: row.parentId,
    runId: row.runId,
    reviewId: row.reviewId,
    poison: row.poison as PoisonSpec | null,
    changedLabels: row.changedLabels,
    droppedRows: row.droppedRows,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}

export function toVersion(row: Row): Version {
  const { sensitive } = row.dataset;
  const columns = row.columns as unknown as ColumnSummary[];
  return {
    ...toSummary(row),
    columns: columns.map((column) => (sensitive.includes(column.name) ? { ...column, quantiles: null } : column)),
    file: row.file as RegisteredFile | null,
    sensitive,
  };
}

/** Keeps how many rows of each source a new version holds, so that a bad source's versions are found without their bytes. */
export async function addSources(tx: Client, versionId: string, sources: TableFacts['sources'] = []): Promise<void> {
  await tx.versionSource.createMany({ data: sources.map((one, position) => ({ ...one, versionId, position })) });
}

/** Of versions that a reference may mean. */
const SHOWN_MATCHES = 5;

export class VersionRepository {
  constructor(private readonly client: Client) {}

  /** The columns of each version's dataset whose values are hidden; ids that there is no version of are passed over. */
  sensitiveOf(ids: string[]): Promise<Map<string, string[]>> {
    return translateErrors(async () => {
      const select = { id: true, dataset: { select: { sensitive: true } } };
      const rows = await this.client.datasetVersion.findMany({ where: { id: { in: ids } }, select });
      return new Map(rows.map(({ id, dataset }) => [id, dataset.sensitive]));
    });
  }

  /** The versions of a dataset, newest first. */
  list(dataset: string, page: PageRequest): Promise<Page<VersionSummary>> {
    return translateErrors(async () => {
      const { id } = found(await this.client.dataset.findUnique({ where: { name: dataset } }), 'dataset', dataset);
      const rows = await this.client.datasetVersion.findMany({
        where: { AND: [{ datasetId: id }, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: { dataset: true },
      });
      return toPage(rows, page.limit, toSummary);
    });
  }

  /** @throws DomainError `not_found` */
  async get(id: string): Promise<Version> {
    return toVersion(await this.row(id));
  }

  /**
   * The version that a reference names: the beginning of its digest or id, alone or after `dataset@`, or a dataset's
   * name for what is newest of it.
   *
   * @throws DomainError `not_found`, and `conflict` when several versions are meant
   */
  async resolve(ref: VersionRef): Promise<Version> {
    const { dataset, prefix } = /^(?:(?<dataset>[^@]+)@)?(?<prefix>.+)$/.exec(ref)!.groups!;
    const matching = /^[0-9a-f-]{8,64}$/i.test(prefix!) ? await this.beginningWith(prefix!, dataset) : [];
    if (matching.length === 1) return this.get(matching[0]!.id);
    if (matching.length > 1) {
      const named = matching.slice(0, SHOWN_MATCHES).map((one) => `${one.id} (${one.kind} of ${one.dataset})`);
      const more = matching.length > SHOWN_MATCHES ? ' and more' : '';
      throw new DomainError('conflict', `${ref} may be any of ${named.join(', ')}${more}; give the whole id`);
    }
    const newest = dataset === undefined ? await this.newestOf(ref) : null;
    return this.get(found(newest, 'version', ref).id);
  }

  private beginningWith(
    prefix: string,
    dataset: string | undefined,
  ): Promise<{ id: string; kind: string; dataset: string }[]> {
    const pattern = `${prefix.toLowerCase()}%`;
    return translateErrors(
      () => this.client.$queryRaw<{ id: string; kind: string; dataset: string }[]>`
        SELECT v."id", v."kind"::text, d."name" AS "dataset"
        FROM "DatasetVersion" v JOIN "Dataset" d ON d."id" = v."datasetId"
        WHERE (v."id"::text LIKE ${pattern} OR v."digest" LIKE ${pattern})
          AND (${dataset ?? null}::text IS NULL OR d."name" = ${dataset ?? null})
        ORDER BY v."createdAt" DESC, v."id" DESC LIMIT ${SHOWN_MATCHES + 1}`,
    );
  }

  /** What is newest of a dataset, poisoned and resampled copies aside. */
  private newestOf(name: string): Promise<{ id: string } | null> {
    return translateErrors(() =>
      this.client.datasetVersion.findFirst({
        where: { dataset: { name }, kind: { in: ['original', 'cleaned', 'filtered'] } },
        orderBy: NEWEST_FIRST,
        select: { id: true },
      }),
    );
  }

  /** @throws DomainError `not_found` */
  async storage(id: string): Promise<VersionStorage> {
    const { baseBlob, patchBlob, groundTruthBlob } = await this.row(id);
    return { baseBlob, patchBlob, groundTruthBlob };
  }

  /**
   * The version and what it was derived from, itself first, the original last.
   * @throws DomainError `not_found`
   */
  async lineage(id: string): Promise<Version[]> {
    const line: Version[] = [];
    for (let next: string | null = id; next !== null;) {
      const version: Version = await this.get(next);
      line.push(version);
      next = version.parentId;
    }
    return line;
  }

  /** The newest version of the same dataset that was registered before this one; null for the first. */
  previousOriginal(id: string): Promise<string | null> {
    return translateErrors(async () => {
      const { datasetId, createdAt } = await this.row(id);
      const row = await this.client.datasetVersion.findFirst({
        where: {
          datasetId,
          kind: 'original',
          OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
        },
        orderBy: NEWEST_FIRST,
        select: { id: true },
      });
      return row?.id ?? null;
    });
  }

  /**
   * Saves a poisoned or cleaned version. What was saved before (by an interrupted start of the same job, or by an
   * equal run) is given back instead of a second copy.
   */
  addDerived(derived: DerivedVersion, actor: string): Promise<Version> {
    return inTransaction(this.client, async (tx) => {
      const { table, storage, poison, ...provenance } = derived;
      const { sources, ...facts } = table;
      // Equal runs that end at the same moment wait for each other here; the second then finds the first's version.
      const parent = await tx.$queryRaw<{ datasetId: string; baseBlob: string }[]>`
        SELECT "datasetId", "baseBlob" FROM "DatasetVersion" WHERE "id" = ${derived.parentId}::uuid FOR UPDATE`;
      const { datasetId, baseBlob } = found(parent[0], 'version', derived.parentId);
      if (baseBlob !== storage.baseBlob) {
        // The job comes again and reads what is left.
        throw new DomainError('service_unavailable', 'rows of the version were erased meanwhile');
      }
      const same = await tx.datasetVersion.findFirst({
        where: derived.reviewId
          ? { reviewId: derived.reviewId }
          : { parentId: derived.parentId, kind: derived.kind, digest: table.digest },
        include: { dataset: true },
      });
      if (same) return toVersion(same);
      const row = await tx.datasetVersion.create({
        data: { ...provenance, ...facts, ...storage, poison: poison ?? Prisma.DbNull, datasetId, createdBy: actor },
        include: { dataset: true },
      });
      await addSources(tx, row.id, sources);
      await new AuditRepository(tx).append({
        actor,
        action: `version.${derived.kind}`,
        subject: 'version',
        subjectId: row.id,
        details: { parentId: derived.parentId, runId: derived.runId, reviewId: derived.reviewId, digest: table.digest },
      });
      return toVersion(row);
    });
  }

  private row(id: string): Promise<Row> {
    return translateErrors(async () =>
      found(
        await this.client.datasetVersion.findUnique({
          where: { id: requireUuid(id, 'version') },
          include: { dataset: true },
        }),
        'version',
        id,
      ),
    );
  }
}
