import type { Version } from '@antidote/contracts';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { emptyPatch, type Patch } from '@antidote/tabular';
import type { VersionData } from './compute/version-data.js';

export interface LoadedVersion {
  version: Version;
  data: VersionData;
}

/**
 * A version with its bytes, every blob's hash verified.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function loadVersion(
  { versions }: Pick<Repositories, 'versions'>,
  blobs: BlobStore,
  versionId: string,
): Promise<LoadedVersion> {
  const lineage = await versions.lineage(versionId);
  const version = lineage[0]!;
  const trueVersion = lastBeforePoison(lineage);
  const [storage, trueStorage] = await Promise.all([
    versions.storage(version.id),
    trueVersion && versions.storage(trueVersion.id),
  ]);
  const [base, patch, truePatch] = await Promise.all([
    blobs.get(storage.baseBlob),
    loadPatch(blobs, storage.patchBlob),
    trueStorage && loadPatch(blobs, trueStorage.patchBlob),
  ]);
  return { version, data: { base, target: version.target, patch, truePatch } };
}

/**
 * The version whose labels are taken for true: the parent of the first one that was poisoned.
 * @param lineage the version first, the original last
 */
function lastBeforePoison(lineage: Version[]): Version | null {
  const firstPoisoned = lineage.findLastIndex(({ kind }) => kind === 'poisoned');
  return lineage[firstPoisoned + 1] && firstPoisoned >= 0 ? lineage[firstPoisoned + 1]! : null;
}

/** A patch as it is stored; null means none. */
export async function loadPatch(blobs: BlobStore, blob: string | null): Promise<Patch> {
  if (blob === null) return emptyPatch();
  const stored = JSON.parse(Buffer.from(await blobs.get(blob)).toString('utf8')) as Partial<Patch>;
  return { ...emptyPatch(), ...stored };
}

/** The bytes of a value as JSON: how patches, ground truths and reports lie in the blob store. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
