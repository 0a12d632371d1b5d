import type { BlobStore } from '@antidote/persistence';

export interface Scrubbed {
  checkedBlobs: number;
  checkedBytes: number;
  /** SHA-256 of blobs whose bytes no longer have their hash, ascending; they lie in quarantine now. */
  damaged: string[];
  /** Of those that are expected, ascending. */
  missing: string[];
}

/** Reads every stored byte, puts what is damaged aside, and tells what is expected and not there. */
export async function scrubBlobs(blobs: BlobStore, { expected }: { expected: string[] }): Promise<Scrubbed> {
  const missing = new Set(expected);
  const damaged: string[] = [];
  let [checkedBlobs, checkedBytes] = [0, 0];
  for await (const { sha256, bytes } of blobs.list()) {
    missing.delete(sha256);
    checkedBlobs++;
    checkedBytes += bytes;
    if (await blobs.check(sha256)) continue;
    await blobs.quarantine(sha256);
    damaged.push(sha256);
  }
  // What came while the others were read is no loss.
  for (const sha256 of missing) if (await blobs.has(sha256)) missing.delete(sha256);
  return { checkedBlobs, checkedBytes, damaged: damaged.sort(), missing: [...missing].sort() };
}
