import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import type { ContextRole } from '@antidote/tabular';

/** The columns of a canonical table that are no features, with what each tells of a row. */
export async function contextColumns(
  blobs: BlobStore,
  { baseBlob }: { baseBlob: string },
): Promise<{ name: string; role: ContextRole }[]> {
  const { table } = decodeTable(await blobs.get(baseBlob));
  return (table.context ?? []).map(({ name, role }) => ({ name, role }));
}
