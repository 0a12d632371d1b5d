import { randomBytes } from 'node:crypto';
import type { Erasure, ErasureRequest, Tombstone } from '@antidote/contracts';
import { erasePatch, eraseRows, tombstoneOf } from '@antidote/data-versioning';
import { decodeTable, encodeTable, type StoredTable } from '@antidote/dataset-io';
import type { BlobStore, Database, RewrittenVersion, VersionBlobs } from '@antidote/persistence';
import { applyPatch, DomainError, type Patch } from '@antidote/tabular';
import type { GroundTruth } from '../compute/poison-version.js';
import { versionWarnings } from '../compute/version-data.js';
import { tableFacts } from '../datasets/table-facts.js';
import { readImpact } from '../lineage/read-impact.js';
import { jsonBytes, loadPatch } from '../load-version.js';

const HASH_BYTES = 32;
/** A version that is added while the new blobs are written is met by writing them again. */
const ATTEMPTS = 3;

const REMAINS = [
  'Models keep what they learned, and their input examples in MLflow may show a row: delete their runs there.',
  'Backups of the database and of the blob store, and files that people exported.',
];

/**
 * Destroys the values of rows in the canonical table, in every patch and in the registered file's bytes, of which the
 * platform keeps none: an archive cannot be emptied in place. New blobs are written first, all versions switch to them
 * in one transaction, and the old blobs go last; wherever it stops, either nothing has happened or `destroyBlobs`
 * finishes it. Versions keep their digests as history.
 *
 * @throws DomainError `not_found` for a row that no version holds; `invalid_state` for one that was erased before
 */
export async function eraseValues(
  { database, blobs }: { database: Database; blobs: BlobStore },
  { versionId, rows, reason, dryRun }: ErasureRequest,
  actor: string,
): Promise<Erasure> {
  const original = (await database.versions.lineage(versionId)).at(-1)!;
  const impact = await readImpact(database, blobs, { type: 'version', versionId: original.id });
  for (let attempt = 1; ; attempt++) {
    const plan = await planErasure({ database, blobs }, original.id, rows);
    const told = {
      originalId: original.id,
      reason,
      tombstones: plan.tombstones,
      versionIds: plan.versions.map(({ before }) => before.id),
      models: impact.models,
    };
    if (dryRun) {
      const former = plan.versions.flatMap(({ before: { id: _, ...held } }) => Object.values(held));
      const destroyedBlobs = new Set(former.filter((blob) => blob !== null)).size;
      return { ...told, tombstones: [], id: null, destroyedBlobs, remains: REMAINS, at: null, by: null };
    }
    const versions: RewrittenVersion[] = [];
    for (const { before, base, patch, truth, facts } of plan.versions) {
      const after = {
        baseBlob: await blobs.put(base),
        rawBlob: null,
        patchBlob: patch && (await blobs.put(jsonBytes(patch))),
        groundTruthBlob: truth && (await blobs.put(jsonBytes(truth))),
      };
      versions.push({ before, after, facts });
    }
    try {
      const { id, formerBlobs } = await database.erasures.switchVersions(
        { originalId: original.id, cause: 'request', reason, tombstones: plan.tombstones, versions },
        actor,
      );
      const elsewhere = await database.erasures.alsoHeldBy(original.id, formerBlobs);
      const destroyedBlobs = await destroyBlobs({ database, blobs });
      const others = elsewhere.map((name) => `Dataset ${name} holds the same file; erase the rows there too.`);
      return { ...told, id, destroyedBlobs, remains: [...others, ...REMAINS], at: new Date().toISOString(), by: actor };
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DomainError) || error.code !== 'conflict') throw error;
    }
  }
}

/** Destroys what erasures left and nothing refers to any more. Harmless when repeated. @returns how many blobs went */
export async function destroyBlobs({ database, blobs }: { database: Database; blobs: BlobStore }): Promise<number> {
  const pending = await database.erasures.pendingBlobs();
  for (const sha256 of pending) {
    await blobs.destroy(sha256);
    await database.erasures.blobDestroyed(sha256);
  }
  return pending.length;
}

interface PlannedVersion extends Pick<RewrittenVersion, 'before' | 'facts'> {
  base: Uint8Array;
  patch: Patch | null;
  truth: GroundTruth | null;
}

async function planErasure(
  { database, blobs }: { database: Database; blobs: BlobStore },
  originalId: string,
  rows: number[],
): Promise<{ tombstones: Tombstone[]; versions: PlannedVersion[] }> {
  const held = await database.erasures.blobsOf(originalId);
  const stored = decodeTable(await blobs.get(held.find(({ id }) => id === originalId)!.baseBlob));
  await requireErasable(database, stored, originalId, rows);
  const positions = new Map(Array.from(stored.table.rowIds, (row, position) => [row, position]));
  const tombstones = [...rows]
    .sort((a, b) => a - b)
    .map((row) => {
      const at = positions.get(row)! * HASH_BYTES;
      return tombstoneOf(row, randomBytes(16).toString('hex'), stored.leaves.subarray(at, at + HASH_BYTES));
    });
  const erased = eraseRows(stored.table, stored.leaves, tombstones);
  const base = encodeTable(erased);
  const gone = new Set(rows);
  const versions: PlannedVersion[] = [];
  for (const before of held) versions.push(await rewrite(blobs, before, erased, base, gone));
  return { tombstones, versions };
}

async function rewrite(
  blobs: BlobStore,
  before: VersionBlobs,
  erased: StoredTable,
  base: Uint8Array,
  gone: ReadonlySet<number>,
): Promise<PlannedVersion> {
  const { patch, alsoErased } = erasePatch(await loadPatch(blobs, before.patchBlob), gone);
  const table = applyPatch(erased.table, patch);
  const forgotten = new Set([...gone, ...alsoErased]);
  const truth =
    before.groundTruthBlob === null
      ? null
      : (JSON.parse(Buffer.from(await blobs.get(before.groundTruthBlob)).toString('utf8')) as GroundTruth);
  return {
    before,
    base,
    patch: before.patchBlob === null ? null : patch,
    truth: truth && { ...truth, patch: erasePatch(truth.patch, forgotten).patch },
    facts: tableFacts(table, versionWarnings(table)),
  };
}

async function requireErasable(
  database: Database,
  { table }: StoredTable,
  originalId: string,
  rows: number[],
): Promise<void> {
  const present = new Set(table.rowIds);
  const absent = rows.find((row) => !present.has(row));
  if (absent !== undefined) {
    throw new DomainError(
      'not_found',
      `the registered file has no row ${absent}; its rows are 0 to ${table.rowCount - 1}`,
    );
  }
  const before = new Set((await database.erasures.tombstones(originalId)).map(({ row }) => row));
  const again = rows.find((row) => before.has(row));
  if (again !== undefined) throw new DomainError('invalid_state', `row ${again} was erased before`);
}
