import type { BlobStore, Database } from '@antidote/persistence';

/** Destroys what erasures left and nothing refers to any more. Harmless when repeated. @returns how many blobs went */
export async function destroyBlobs({ database, blobs }: { database: Database; blobs: BlobStore }): Promise<number> {
  const pending = await database.erasures.pendingBlobs();
  for (const sha256 of pending) {
    await blobs.destroy(sha256);
    await database.erasures.blobDestroyed(sha256);
  }
  return pending.length;
}
