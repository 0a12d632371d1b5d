import type { FeatureSetColumn } from '@antidote/contracts';
import { featureSetColumns } from '@antidote/data-versioning';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { featureSchema } from '@antidote/tabular';
import { openVersion } from '../compute/version-data.js';
import { loadVersion } from '../load-version.js';

/** The columns of a version with their encodings. @throws DomainError `not_found`, `digest_mismatch` */
export async function readFeatureSet(
  repositories: Pick<Repositories, 'versions'>,
  blobs: BlobStore,
  versionId: string,
): Promise<FeatureSetColumn[]> {
  const { data } = await loadVersion(repositories, blobs, versionId);
  return featureSetColumns(featureSchema(openVersion(data).table));
}
