import type { SealedRow } from '@antidote/data-versioning';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { loadVersion, type LoadedVersion } from '../load-version.js';

/** The bytes that a seal covers. */
export interface SealedSet {
  formatVersion: 1;
  dataset: string;
  target: string;
  versionId: string;
  versionDigest: string;
  rows: SealedRow[];
}

/**
 * A version with the trusted set that was in use at a moment: that of the run's request, so that all its jobs read one.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function loadForTraining(
  repositories: Pick<Repositories, 'versions' | 'trustedSets'>,
  blobs: BlobStore,
  versionId: string,
  at: string,
): Promise<LoadedVersion> {
  const loaded = await loadVersion(repositories, blobs, versionId);
  const set = await repositories.trustedSets.inForce(loaded.version.dataset, at);
  if (set === null) return loaded;
  const { rows } = JSON.parse(Buffer.from(await blobs.get(set.sealedBlob)).toString('utf8')) as SealedSet;
  const { data } = await loadVersion(repositories, blobs, set.versionId);
  return { ...loaded, data: { ...loaded.data, trusted: { version: data, rows, digest: set.sealedBlob } } };
}
