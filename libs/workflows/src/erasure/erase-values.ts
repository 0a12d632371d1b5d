import { hash, randomBytes } from 'node:crypto';
import type { Erasure } from '@antidote/contracts';
import type { BlobStore, Database, NewErasure, RewrittenVersion, VersionBlobs } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { GroundTruth } from '../compute/poison-version.js';
import { readRecallImpact } from '../lineage/read-impact.js';
import { loadPatch } from '../load-version.js';
import { destroyBlobs } from './destroy-blobs.js';
import type { RewriteLineageInput, RewrittenLineage } from './rewrite-lineage.js';

const SECRET_BYTES = 32;
/** A version that is added while the new blobs are written is met by writing them again. */
const ATTEMPTS = 3;

const REMAINS = [
  'Models keep what they learned, with the categories that they know, and their input examples in MLflow may show a row: delete their runs there.',
  'Backups of the database and of the blob store, and files that people exported.',
];

export interface ErasurePorts {
  database: Database;
  blobs: BlobStore;
  /** `rewriteLineage`, in a thread where tables may be large. */
  rewrite(input: RewriteLineageInput): Promise<RewrittenLineage>;
}

export interface ErasureOrder extends Pick<NewErasure, 'cause' | 'reason'> {
  versionId: string;
  /** Row ids, or all that hold values still. */
  rows: number[] | 'all';
  dryRun: boolean;
}

/**
 * Destroys the values of rows in the canonical table, in every patch and in the registered file's bytes, of which the
 * platform keeps none: an archive cannot be emptied in place. New blobs are written first, all versions switch to them
 * in one transaction, and the old blobs go last; wherever it stops, either nothing has happened or `destroyBlobs`
 * finishes it. Versions keep their digests as history.
 *
 * @throws DomainError `not_found` for a row that no version holds; `invalid_state` for one that was erased before
 */
export async function eraseValues(
  { database, blobs, rewrite }: ErasurePorts,
  { versionId, rows, cause, reason, dryRun }: ErasureOrder,
  actor: string,
): Promise<Erasure> {
  const originalId = (await database.versions.lineage(versionId)).at(-1)!.id;
  const { models } = await readRecallImpact(database, { type: 'version', versionId: originalId });
  for (let attempt = 1; ; attempt++) {
    const held = await database.erasures.blobsOf(originalId);
    const rewritten = await rewrite(await lineageToRewrite({ database, blobs }, originalId, held, rows));
    const versionIds = held.map(({ id }) => id);
    const told = { originalId, reason, versionIds, models };
    if (dryRun) {
      const erased = rewritten.tombstones.map(({ row }) => row);
      const { retiredSets, blobs: beside } = await database.erasures.beside(versionIds, erased);
      const former = [...new Set([...formerBlobs(held, rewritten), ...beside])];
      const fate = await fateOf(former, versionIds, database);
      return { ...told, ...fate, retiredSets, tombstones: [], id: null, at: null, by: null };
    }
    const { tombstones, lostCategories } = rewritten;
    const versions = await writeBlobs(blobs, held, rewritten);
    try {
      const switched = await database.erasures.switchVersions(
        { originalId, cause, reason, tombstones, versions, lostCategories },
        actor,
      );
      const fate = await fateOf(switched.formerBlobs, versionIds, database);
      await destroyBlobs({ database, blobs });
      const { id, retiredSets } = switched;
      return { ...told, ...fate, retiredSets, id, tombstones, at: new Date().toISOString(), by: actor };
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DomainError) || error.code !== 'conflict') throw error;
    }
  }
}

/** How many blobs go, and where the values remain: a blob that other datasets hold too stays until they give it up. */
async function fateOf(
  formerBlobs: string[],
  versionIds: string[],
  database: Database,
): Promise<Pick<Erasure, 'destroyedBlobs' | 'remains'>> {
  const { blobs, datasets } = await database.erasures.heldElsewhere(versionIds, formerBlobs);
  const others = datasets.map((name) => `Dataset ${name} holds the same file; erase the rows there too.`);
  return { destroyedBlobs: formerBlobs.length - blobs.length, remains: [...others, ...REMAINS] };
}

async function lineageToRewrite(
  { database, blobs }: Pick<ErasurePorts, 'database' | 'blobs'>,
  originalId: string,
  held: VersionBlobs[],
  rows: ErasureOrder['rows'],
): Promise<RewriteLineageInput> {
  const versions: RewriteLineageInput['versions'] = [];
  for (const { patchBlob, groundTruthBlob } of held) {
    const patch = patchBlob === null ? null : await loadPatch(blobs, patchBlob);
    const truth =
      groundTruthBlob === null
        ? null
        : (JSON.parse(Buffer.from(await blobs.get(groundTruthBlob)).toString('utf8')) as GroundTruth);
    versions.push({ patch, truth });
  }
  return {
    base: await blobs.get(held.find(({ id }) => id === originalId)!.baseBlob),
    versions,
    rows,
    erasedBefore: (await database.erasures.tombstones(originalId)).map(({ row }) => row),
    secret: randomBytes(SECRET_BYTES),
  };
}

async function writeBlobs(
  blobs: BlobStore,
  held: VersionBlobs[],
  { base, versions }: RewrittenLineage,
): Promise<RewrittenVersion[]> {
  const baseBlob = await blobs.put(base);
  const switched: RewrittenVersion[] = [];
  for (const [index, { patch, truth, facts }] of versions.entries()) {
    const patchBlob = patch && (await blobs.put(patch));
    const groundTruthBlob = truth && (await blobs.put(truth));
    switched.push({ before: held[index]!, after: { baseBlob, rawBlob: null, patchBlob, groundTruthBlob }, facts });
  }
  return switched;
}

/** Blobs that no version would refer to any more. */
function formerBlobs(held: VersionBlobs[], { base, versions }: RewrittenLineage): string[] {
  const written = versions.flatMap(({ patch, truth }) => [patch, truth]).filter((bytes) => bytes !== null);
  const kept = new Set([base, ...written].map((bytes) => hash('sha256', bytes)));
  const former = held.flatMap(({ id: _, ...blobs }) => Object.values(blobs));
  return [...new Set(former)].filter((blob) => blob !== null && !kept.has(blob)) as string[];
}
