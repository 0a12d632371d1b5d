import type { FeatureSetColumn, Tombstone } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { requireUuid } from './not-found.js';
import { type Client, inTransaction, Prisma, translateErrors } from './prisma-client.js';
import { addSources, type TableFacts } from './version-repository.js';

/** The blobs of a version. */
export interface VersionBlobs {
  id: string;
  baseBlob: string;
  rawBlob: string | null;
  patchBlob: string | null;
  groundTruthBlob: string | null;
}

export interface RewrittenVersion {
  before: VersionBlobs;
  after: Omit<VersionBlobs, 'id'>;
  /** Of the table as it is now; its digest stays as history. */
  facts: TableFacts;
}

/** Texts of a feature that only erased rows bore. */
export interface LostCategories {
  column: string;
  categories: string[];
}

export interface NewErasure {
  originalId: string;
  cause: 'request' | 'retention';
  reason: string;
  tombstones: Tombstone[];
  versions: RewrittenVersion[];
  lostCategories: LostCategories[];
}

/** The audit trail names no more of them; the tombstones name all. */
const MOST_ROWS_TOLD = 1000;

export class ErasureRepository {
  constructor(private readonly client: Client) {}

  /** The blobs of an original and of every version derived from it, by id. */
  blobsOf(originalId: string): Promise<VersionBlobs[]> {
    return translateErrors(() => readBlobs(this.client, originalId));
  }

  /** The tombstones of a registered version, in row order. */
  tombstones(originalId: string): Promise<Tombstone[]> {
    return translateErrors(() =>
      this.client.erasedRow.findMany({
        where: { originalId: requireUuid(originalId, 'version') },
        select: { row: true, salt: true, digest: true },
        orderBy: { row: 'asc' },
      }),
    );
  }

  /**
   * Switches every version to its rewritten blobs and keeps the tombstones, in one transaction. Texts of the rows in
   * reviews are emptied; trusted sets that hold one of the rows are retired and forget its labels; feature sets lose
   * categories that only these rows bore; reports of validation and of detection, which tell extremes, frequent values
   * and labels, are forgotten, and verdicts stand.
   *
   * @returns the erasure's id, the trusted sets that went out of use, and the blobs that hold the values still: destroy
   *   those that nothing refers to
   * @throws DomainError `conflict` when a version was added or rewritten since the blobs were read
   */
  switchVersions(
    erasure: NewErasure,
    actor: string,
  ): Promise<{ id: string; retiredSets: string[]; formerBlobs: string[] }> {
    const { originalId, cause, reason, tombstones, versions, lostCategories } = erasure;
    return inTransaction(this.client, async (tx) => {
      const ids = versions.map(({ before }) => before.id);
      await tx.$executeRaw`SELECT 1 FROM "DatasetVersion" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
      const now = await readBlobs(tx, originalId);
      if (JSON.stringify(now) !== JSON.stringify(versions.map(({ before }) => before))) {
        throw new DomainError('conflict', 'versions were added or rewritten meanwhile; ask for the erasure again');
      }
      const { datasetId } = await tx.datasetVersion.findUniqueOrThrow({ where: { id: originalId } });
      const { id } = await tx.erasure.create({ data: { datasetId, cause, reason, createdBy: actor } });
      await addTombstones(tx, originalId, id, tombstones);
      for (const { before, after, facts } of versions) {
        const { classes, columns, warnings, sources } = facts;
        await tx.datasetVersion.update({
          where: { id: before.id },
          data: { ...after, classes, columns: columns as unknown as Prisma.InputJsonArray, warnings },
        });
        await tx.versionSource.deleteMany({ where: { versionId: before.id } });
        await addSources(tx, before.id, sources);
      }
      const rows = tombstones.map(({ row }) => row);
      await emptyReviews(tx, ids, rows);
      const { sealed, retiredSets } = await retireTrustedSets(tx, ids, rows, actor);
      await forgetCategories(tx, ids, lostCategories);
      const reports = await forgetReports(tx, ids);
      const kept = new Set(versions.flatMap(({ after }) => Object.values(after)));
      const formerBlobs = versions
        .flatMap(({ before }) => [before.baseBlob, before.rawBlob, before.patchBlob, before.groundTruthBlob])
        .concat(sealed, reports)
        .filter((blob): blob is string => blob !== null && !kept.has(blob));
      const blobs = [...new Set(formerBlobs)].sort();
      await tx.destroyedBlob.createMany({ data: blobs.map((sha256) => ({ erasureId: id, sha256 })) });
      await new AuditRepository(tx).append({
        actor,
        action: 'rows.erased',
        subject: 'version',
        subjectId: originalId,
        details: {
          erasureId: id,
          cause,
          reason,
          rowCount: rows.length,
          rows: rows.slice(0, MOST_ROWS_TOLD),
          versions: ids,
        },
      });
      return { id, retiredSets, formerBlobs: blobs };
    });
  }

  /** Blobs that erasures want destroyed and that no row refers to any more. */
  pendingBlobs(): Promise<string[]> {
    return translateErrors(async () => {
      const rows = await this.client.$queryRaw<{ sha256: string }[]>`
        SELECT DISTINCT former."sha256" FROM "DestroyedBlob" former WHERE former."deletedAt" IS NULL
          AND NOT EXISTS (SELECT 1 FROM "DatasetVersion" v WHERE former."sha256" IN
            (v."baseBlob", v."rawBlob", v."patchBlob", v."groundTruthBlob"))
          AND NOT EXISTS (SELECT 1 FROM "TrustedSet" s WHERE s."sealedBlob" = former."sha256")
          AND NOT EXISTS (SELECT 1 FROM "Validation" report WHERE report."reportBlob" = former."sha256")
          AND NOT EXISTS (SELECT 1 FROM "Run" run WHERE run."reportBlob" = former."sha256")
        ORDER BY 1`;
      return rows.map(({ sha256 }) => sha256);
    });
  }

  /** Records that a blob is gone. */
  async blobDestroyed(sha256: string): Promise<void> {
    await translateErrors(() =>
      this.client.destroyedBlob.updateMany({ where: { sha256, deletedAt: null }, data: { deletedAt: new Date() } }),
    );
  }

  /** What would go with the rows beside the versions: trusted sets over them with their seals, and reports. */
  beside(versionIds: string[], rows: number[]): Promise<{ retiredSets: string[]; blobs: string[] }> {
    return translateErrors(async () => {
      const sets = await trustedSetsOver(this.client, versionIds, rows);
      const blobs = [...sealedBlobs(sets), ...(await reportBlobs(this.client, versionIds))];
      return { retiredSets: inUse(sets), blobs };
    });
  }

  /** Which of the blobs versions outside the lineage refer to too, and their datasets by name: those blobs stay. */
  heldElsewhere(versionIds: string[], blobs: string[]): Promise<{ blobs: string[]; datasets: string[] }> {
    return translateErrors(async () => {
      const rows = await this.client.$queryRaw<{ sha256: string; dataset: string }[]>`
        SELECT DISTINCT held."sha256", dataset."name" AS "dataset" FROM (
          SELECT "id", unnest(ARRAY["baseBlob", "rawBlob", "patchBlob", "groundTruthBlob"]) FROM "DatasetVersion"
          UNION SELECT "versionId", "sealedBlob" FROM "TrustedSet"
          UNION SELECT "versionId", "reportBlob" FROM "Validation"
          UNION SELECT "inputVersionId", "reportBlob" FROM "Run"
        ) held("versionId", "sha256")
        JOIN "DatasetVersion" version ON version."id" = held."versionId"
        JOIN "Dataset" dataset ON dataset."id" = version."datasetId"
        WHERE held."sha256" = ANY(${blobs}) AND NOT held."versionId" = ANY(${versionIds}::uuid[])`;
      const distinct = (of: 'sha256' | 'dataset') => [...new Set(rows.map((row) => row[of]))].sort();
      return { blobs: distinct('sha256'), datasets: distinct('dataset') };
    });
  }
}

/** One statement, however many rows there are. */
async function addTombstones(
  tx: Client,
  originalId: string,
  erasureId: string,
  tombstones: Tombstone[],
): Promise<void> {
  const [rows, salts, digests] = [
    tombstones.map(({ row }) => row),
    tombstones.map(({ salt }) => salt),
    tombstones.map(({ digest }) => digest),
  ];
  await tx.$executeRaw`
    INSERT INTO "ErasedRow" ("originalId", "erasureId", "row", "salt", "digest")
    SELECT ${originalId}::uuid, ${erasureId}::uuid, * FROM unnest(${rows}::int[], ${salts}::text[], ${digests}::text[])`;
}

function readBlobs(client: Client, originalId: string): Promise<VersionBlobs[]> {
  return client.$queryRaw<VersionBlobs[]>`
    WITH RECURSIVE derived("id") AS (
      SELECT ${requireUuid(originalId, 'version')}::uuid
      UNION
      SELECT version."id" FROM derived JOIN "DatasetVersion" version ON version."parentId" = derived."id"
    )
    SELECT "id", "baseBlob", "rawBlob", "patchBlob", "groundTruthBlob"
    FROM "DatasetVersion" JOIN derived USING ("id") ORDER BY "id"`;
}

/** The labels that reviewers were shown and gave are values of the row too. */
async function emptyReviews(tx: Client, versionIds: string[], rows: number[]): Promise<void> {
  const where = { row: { in: rows }, review: { versionId: { in: versionIds } } };
  await tx.reviewItem.updateMany({ where, data: { given: '', suggested: '' } });
  await tx.reviewItem.updateMany({ where: { ...where, label: { not: null } }, data: { label: '' } });
}

/** A seal over an erased row cannot be read again: such a set goes out of use. */
async function retireTrustedSets(
  tx: Client,
  versionIds: string[],
  rows: number[],
  actor: string,
): Promise<{ sealed: string[]; retiredSets: string[] }> {
  const sets = await trustedSetsOver(tx, versionIds, rows);
  const ids = sets.map(({ id }) => id);
  await tx.trustedLabel.deleteMany({ where: { setId: { in: ids }, row: { in: rows } } });
  await tx.trustedAdjudication.deleteMany({ where: { setId: { in: ids }, row: { in: rows } } });
  await tx.trustedSet.updateMany({
    where: { id: { in: ids }, state: { not: 'retired' } },
    data: { state: 'retired', retiredAt: new Date(), retiredBy: actor },
  });
  await tx.trustedSet.updateMany({ where: { id: { in: ids } }, data: { sealedBlob: null } });
  return { sealed: sealedBlobs(sets), retiredSets: inUse(sets) };
}

function inUse(sets: { id: string; state: string }[]): string[] {
  return sets.flatMap(({ id, state }) => (state === 'retired' ? [] : [id]));
}

function trustedSetsOver(client: Client, versionIds: string[], rows: number[]) {
  return client.trustedSet.findMany({ where: { versionId: { in: versionIds }, rows: { hasSome: rows } } });
}

function sealedBlobs(sets: { sealedBlob: string | null }[]): string[] {
  return sets.flatMap(({ sealedBlob }) => (sealedBlob === null ? [] : [sealedBlob]));
}

/** Feature sets keep their digests as history, as versions do. */
async function forgetCategories(tx: Client, versionIds: string[], lost: LostCategories[]): Promise<void> {
  if (lost.length === 0) return;
  const lostOf = new Map(lost.map(({ column, categories }) => [column, new Set(categories)]));
  for (const { id, columns } of await tx.featureSet.findMany({ where: { versionId: { in: versionIds } } })) {
    const left = (columns as unknown as FeatureSetColumn[]).map((column) => ({
      ...column,
      categories: column.categories?.filter((text) => !lostOf.get(column.name)?.has(text)) ?? null,
    }));
    await tx.featureSet.update({ where: { id }, data: { columns: left as unknown as Prisma.InputJsonArray } });
  }
}

async function forgetReports(tx: Client, versionIds: string[]): Promise<string[]> {
  const blobs = await reportBlobs(tx, versionIds);
  await tx.validation.updateMany({ where: { versionId: { in: versionIds } }, data: { reportBlob: null } });
  await tx.run.updateMany({ where: detectionsOf(versionIds), data: { reportBlob: null } });
  return blobs;
}

async function reportBlobs(client: Client, versionIds: string[]): Promise<string[]> {
  const where = { versionId: { in: versionIds }, reportBlob: { not: null } };
  const reports = [
    ...(await client.validation.findMany({ where, select: { reportBlob: true } })),
    ...(await client.run.findMany({ where: detectionsOf(versionIds), select: { reportBlob: true } })),
  ];
  return reports.flatMap(({ reportBlob }) => (reportBlob === null ? [] : [reportBlob]));
}

/** Searches for suspicious rows: their reports list rows with their labels, and values of triggers. */
const detectionsOf = (versionIds: string[]) => ({ inputVersionId: { in: versionIds }, kind: 'find-label-issues' });
