import type { FeatureSetColumn } from '@antidote/contracts';
import { featureSetColumns } from '@antidote/data-versioning';
import type { BlobStore } from '@antidote/persistence';
import { featureSchema } from '@antidote/tabular';
import { loadTable, type TableBlobs } from './load-table.js';

/** The columns of a version with their encodings. @throws DomainError `not_found`, `digest_mismatch` */
export async function readFeatureSet(
  blobs: BlobStore,
  { version }: { version: TableBlobs },
): Promise<FeatureSetColumn[]> {
  return featureSetColumns(featureSchema((await loadTable(blobs, version)).table));
}
