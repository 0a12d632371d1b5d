import type { RunState, Validation, ValidationReport, VersionValidation } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { NEWEST_FIRST } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

/** A validation whose report lies in the blob store still. */
export type ValidationRow = Omit<Validation, 'report'> & { reportBlob: string | null };

type Row = Prisma.ValidationGetPayload<object>;

export type VersionValidationRow = Omit<VersionValidation, 'validation'> & { validation: ValidationRow | null };

export interface NewValidation {
  versionId: string;
  runId: string;
  verdict: ValidationReport['verdict'];
  /** SHA-256 of the report, which already lies in the blob store. */
  reportBlob: string;
  expectationsRevision: number | null;
}

/** By which validation a version is in quarantine, and whose validation that is: its own or an ancestor's. */
export interface Quarantine {
  validationId: string;
  versionId: string;
}

export class ValidationRepository {
  constructor(private readonly client: Client) {}

  /**
   * Keeps what a run of validation said; a run that started twice says it once.
   *
   * @param baseBlob the canonical table that was read
   * @throws DomainError `service_unavailable` when rows were erased since: the job comes again and reads what is left
   */
  add(validation: NewValidation, baseBlob: string, actor: string): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const { runId, versionId, ...facts } = validation;
      const rows = await tx.$queryRaw<{ baseBlob: string }[]>`
        SELECT "baseBlob" FROM "DatasetVersion" WHERE "id" = ${versionId}::uuid FOR SHARE`;
      if (found(rows[0], 'version', versionId).baseBlob !== baseBlob) {
        throw new DomainError('service_unavailable', 'rows of the version were erased meanwhile');
      }
      if (await tx.validation.findUnique({ where: { runId } })) return;
      const before = await tx.validation.findFirst({ where: { versionId }, orderBy: NEWEST_FIRST });
      // Who acknowledged a report need not acknowledge the same report again.
      const acknowledged = before?.reportBlob === validation.reportBlob ? acknowledgementOf(before) : {};
      const { id } = await tx.validation.create({ data: { ...validation, ...acknowledged } });
      await new AuditRepository(tx).append({
        actor,
        action: 'version.validated',
        subject: 'version',
        subjectId: versionId,
        details: { validationId: id, runId, verdict: facts.verdict, expectationsRevision: facts.expectationsRevision },
      });
    });
  }

  /** What validation says of a version, as of now. @throws DomainError `not_found` */
  ofVersion(versionId: string): Promise<VersionValidationRow> {
    return translateErrors(() => readState(this.client, versionId));
  }

  /** The newest validation of a version that was there at a moment. */
  newestAt(versionId: string, at: string): Promise<ValidationRow | null> {
    return translateErrors(async () => {
      const row = await this.client.validation.findFirst({
        where: { versionId: requireUuid(versionId, 'version'), createdAt: { lte: new Date(at) } },
        orderBy: NEWEST_FIRST,
      });
      return row && toRow(row);
    });
  }

  /** By what a version is in quarantine; null when it is not. */
  quarantineOf(versionId: string): Promise<Quarantine | null> {
    return translateErrors(() => readQuarantine(this.client, versionId));
  }

  /**
   * A person's word that the version may be used in spite of what blocks it.
   *
   * @throws DomainError `not_found`; `conflict` when there is a newer validation; `invalid_state` when it blocks nothing
   *   or was acknowledged before
   */
  acknowledge(versionId: string, validationId: string, reason: string, actor: string): Promise<VersionValidationRow> {
    return inTransaction(this.client, async (tx) => {
      const where = { id: requireUuid(versionId, 'version') };
      found(await tx.datasetVersion.findUnique({ where }), 'version', versionId);
      await tx.$executeRaw`SELECT 1 FROM "Validation" WHERE "versionId" = ${versionId}::uuid FOR UPDATE`;
      const newest = await tx.validation.findFirst({ where: { versionId }, orderBy: NEWEST_FIRST });
      const asked = await tx.validation.findFirst({ where: { versionId, id: validationId } });
      const { id } = found(asked, 'validation of this version', validationId);
      if (newest!.id !== id) {
        throw new DomainError('conflict', `the version was validated again since: read ${newest!.id} first`);
      }
      if (newest!.verdict !== 'block') {
        throw new DomainError('invalid_state', `the verdict is ${newest!.verdict}: nothing blocks the version`);
      }
      if (newest!.acknowledgedAt) {
        const at = newest!.acknowledgedAt.toISOString();
        throw new DomainError('invalid_state', `it was acknowledged by ${newest!.acknowledgedBy} at ${at} already`);
      }
      await tx.validation.update({
        where: { id },
        data: { acknowledgedBy: actor, acknowledgedAt: new Date(), acknowledgedReason: reason },
      });
      await new AuditRepository(tx).append({
        actor,
        action: 'validation.acknowledged',
        subject: 'version',
        subjectId: versionId,
        details: { validationId, reason },
      });
      return readState(tx, versionId);
    });
  }
}

/**
 * Refuses what would build on a version in quarantine.
 * @throws DomainError `invalid_state`
 */
export async function requireUsable(tx: Client, versionId: string): Promise<void> {
  const quarantine = await readQuarantine(tx, versionId);
  if (quarantine === null) return;
  const inherited = quarantine.versionId !== versionId;
  throw new DomainError(
    'invalid_state',
    inherited
      ? `version ${versionId} is in quarantine: it was derived from ${quarantine.versionId}, whose validation blocks; validate it by itself (antidote data validate ${versionId}), or acknowledge the findings of ${quarantine.versionId} with a reason`
      : `version ${versionId} is in quarantine: its validation blocks; read the findings (antidote data validate ${versionId}), then register better data or acknowledge them with a reason`,
    { versionId, validationId: quarantine.validationId },
  );
}

async function readState(client: Client, versionId: string): Promise<VersionValidationRow> {
  const where = { id: requireUuid(versionId, 'version') };
  found(await client.datasetVersion.findUnique({ where, select: { id: true } }), 'version', versionId);
  const run = await client.run.findFirst({
    where: { kind: 'validate', inputVersionId: versionId },
    orderBy: NEWEST_FIRST,
    select: { id: true, state: true },
  });
  const newest = await client.validation.findFirst({ where: { versionId }, orderBy: NEWEST_FIRST });
  const holding = await readHolding(client, versionId);
  return {
    versionId,
    state: stateOf(run, newest?.runId ?? null),
    runId: run?.id ?? null,
    validation: newest && toRow(newest),
    quarantined: holding?.blocks ?? false,
    verdictOf: holding?.versionId ?? null,
  };
}

function stateOf(run: { id: string; state: RunState } | null, validatedBy: string | null): VersionValidation['state'] {
  if (run === null) return validatedBy === null ? 'none' : 'done';
  if (run.id === validatedBy || run.state === 'succeeded') return 'done';
  return run.state === 'queued' || run.state === 'running' ? 'pending' : 'failed';
}

async function readQuarantine(client: Client, versionId: string): Promise<Quarantine | null> {
  const holding = await readHolding(client, versionId);
  return holding?.blocks ? { validationId: holding.validationId, versionId: holding.versionId } : null;
}

interface Holding extends Quarantine {
  blocks: boolean;
}

/** The newest validation of the version, or of the nearest that it was derived from and that has one. */
async function readHolding(client: Client, versionId: string): Promise<Holding | null> {
  const rows = await client.$queryRaw<Holding[]>`
    WITH RECURSIVE line("id", "parentId", "depth") AS (
      SELECT "id", "parentId", 0 FROM "DatasetVersion" WHERE "id" = ${requireUuid(versionId, 'version')}::uuid
      UNION
      SELECT parent."id", parent."parentId", "depth" + 1
      FROM line JOIN "DatasetVersion" parent ON parent."id" = line."parentId"
    )
    SELECT validation."id" AS "validationId", validation."versionId",
      validation."verdict" = 'block' AND validation."acknowledgedAt" IS NULL AS "blocks"
    FROM line JOIN "Validation" validation ON validation."versionId" = line."id"
    ORDER BY line."depth", validation."createdAt" DESC, validation."id" DESC LIMIT 1`;
  return rows[0] ?? null;
}

function acknowledgementOf({ acknowledgedBy, acknowledgedAt, acknowledgedReason }: Row) {
  return { acknowledgedBy, acknowledgedAt, acknowledgedReason };
}

function toRow(row: Row): ValidationRow {
  const { acknowledgedBy: by, acknowledgedAt: at, acknowledgedReason: reason, ...facts } = row;
  return {
    ...facts,
    acknowledgement: at === null ? null : { by: by!, at: at.toISOString(), reason: reason! },
    createdAt: row.createdAt.toISOString(),
  };
}
