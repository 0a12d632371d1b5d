import type { Dataset, Page, RegisteredFile, Version } from '@antidote/contracts';
import { byCodePoint, DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, Prisma, translateErrors } from './prisma-client.js';
import { addSources, type TableFacts, toSummary, toVersion } from './version-repository.js';

export interface Registration {
  name: string;
  table: TableFacts;
  /** Columns that are sensitive from now on, beside those that are already. */
  sensitive?: readonly string[];
  /** SHA-256 of the canonical table, which already lies in the blob store. */
  baseBlob: string;
  /** SHA-256 of the registered file's bytes, which lie there too. */
  rawBlob?: string;
  /** How the file was written, and what of it is in quarantine. */
  file?: RegisteredFile;
}

const withVersions = {
  // The newest that is worth building on: neither a poisoned copy nor a resampled one.
  versions: { where: { kind: { in: ['original', 'cleaned', 'filtered'] } }, orderBy: NEWEST_FIRST, take: 1 },
  _count: { select: { versions: true } },
} satisfies Prisma.DatasetInclude;

type Row = Prisma.DatasetGetPayload<{ include: typeof withVersions }>;

function toDataset(row: Row): Dataset {
  return {
    id: row.id,
    name: row.name,
    target: row.target,
    sensitive: row.sensitive,
    versionCount: row._count.versions,
    latest: toSummary({ ...row.versions[0]!, dataset: row }),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}

export class DatasetRepository {
  constructor(private readonly client: Client) {}

  list(page: PageRequest): Promise<Page<Dataset>> {
    return translateErrors(async () => {
      const rows = await this.client.dataset.findMany({
        where: afterCursor(page.cursor),
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withVersions,
      });
      return toPage(rows, page.limit, toDataset);
    });
  }

  /** @throws DomainError `not_found` */
  async get(name: string): Promise<Dataset> {
    return found(await this.find(name), 'dataset', name);
  }

  find(name: string): Promise<Dataset | null> {
    return translateErrors(async () => {
      const row = await this.client.dataset.findUnique({ where: { name }, include: withVersions });
      return row && toDataset(row);
    });
  }

  /**
   * Hides the values of these columns in every version, and of no others.
   * @throws DomainError `not_found`; `invalid_argument` for the target
   */
  setSensitive(name: string, columns: string[], actor: string): Promise<Dataset> {
    return inTransaction(this.client, async (tx) => {
      const dataset = found(await tx.dataset.findUnique({ where: { name } }), 'dataset', name);
      if (columns.includes(dataset.target)) {
        throw new DomainError(
          'invalid_argument',
          `The target "${dataset.target}" cannot be sensitive, because people decide by it; put pseudonyms in its place.`,
        );
      }
      await setSensitive(tx, dataset, columns, actor);
      return new DatasetRepository(tx).get(name);
    });
  }

  /** The names of the features of every version, in no order. */
  featureNames(name: string): Promise<string[]> {
    return translateErrors(async () => {
      const rows = await this.client.$queryRaw<{ name: string }[]>`
        SELECT DISTINCT feature->>'name' AS name
        FROM "Dataset" d JOIN "DatasetVersion" v ON v."datasetId" = d.id, jsonb_array_elements(v.columns) feature
        WHERE d.name = ${name}`;
      return rows.map((row) => row.name);
    });
  }

  /**
   * Makes the dataset with its first version, or adds a version to the dataset of that name. A table that was
   * registered before gives the version that exists: `created` is false then.
   *
   * @throws DomainError `conflict` when the dataset's target is another column
   */
  register(
    registration: Registration,
    actor: string,
  ): Promise<{ dataset: Dataset; version: Version; created: boolean }> {
    const { name, table } = registration;
    return inTransaction(this.client, async (tx) => {
      // Requests for one name follow each other, so that the second finds what the first made.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`dataset ${name}`}, 2))`;
      const known = await findOrCreate(tx, name, table.target, actor);
      // What one version declares holds for all: the same values lie in the others.
      const dataset = await setSensitive(tx, known, [...known.sensitive, ...(registration.sensitive ?? [])], actor);
      const same = await tx.datasetVersion.findFirst({
        where: { datasetId: dataset.id, kind: 'original', digest: table.digest },
        include: { dataset: true },
      });
      const version = same ?? (await addOriginal(tx, dataset, registration, actor));
      const row = await tx.dataset.findUniqueOrThrow({ where: { name }, include: withVersions });
      return { dataset: toDataset(row), version: toVersion(version), created: !same };
    });
  }
}

type DatasetRow = Prisma.DatasetGetPayload<object>;

/** Hides these columns and no others. */
async function setSensitive(tx: Client, dataset: DatasetRow, columns: string[], actor: string): Promise<DatasetRow> {
  const sensitive = [...new Set(columns)].sort(byCodePoint);
  if (JSON.stringify(sensitive) === JSON.stringify(dataset.sensitive)) return dataset;
  await new AuditRepository(tx).append({
    actor,
    action: 'dataset.sensitive',
    subject: 'dataset',
    subjectId: dataset.id,
    details: { dataset: dataset.name },
    before: { columns: dataset.sensitive },
    after: { columns: sensitive },
  });
  return tx.dataset.update({ where: { id: dataset.id }, data: { sensitive } });
}

async function findOrCreate(tx: Client, name: string, target: string, actor: string): Promise<DatasetRow> {
  const known = await tx.dataset.findUnique({ where: { name } });
  if (!known) return tx.dataset.create({ data: { name, target, createdBy: actor } });
  if (known.target === target) return known;
  throw new DomainError(
    'conflict',
    `dataset ${name} has the target "${known.target}" and the file was read with "${target}"; give the target "${known.target}" or another name`,
  );
}

async function addOriginal(
  tx: Client,
  dataset: { id: string },
  { name, table, baseBlob, rawBlob, file }: Registration,
  actor: string,
) {
  const { sources, ...facts } = table;
  const version = await tx.datasetVersion.create({
    data: {
      datasetId: dataset.id,
      kind: 'original',
      baseBlob,
      rawBlob: rawBlob ?? null,
      file: file ?? Prisma.DbNull,
      createdBy: actor,
      ...facts,
    },
    include: { dataset: true },
  });
  await addSources(tx, version.id, sources);
  await new AuditRepository(tx).append({
    actor,
    action: 'version.registered',
    subject: 'version',
    subjectId: version.id,
    details: { dataset: name, digest: table.digest },
  });
  return version;
}
