import { DomainError } from '@antidote/tabular';
import { fileURLToPath } from 'node:url';
import type { BlobStore } from './blob-store.js';
import { openFolderBlobStore } from './blobs/folder-blob-store.js';
import { parseS3Address } from './blobs/s3-address.js';

/**
 * Opens the blob store at an address: a folder, a `file:` URL, or `s3://bucket/prefix` in any store that speaks S3.
 * Every process of an installation opens the same one.
 *
 * @param incoming where uploads lie until they are kept, for a store that is not on this disk; without it such a store takes none
 * @throws DomainError `invalid_argument` for an address of another kind, `service_unavailable` when the store cannot be
 *   used: no such bucket, credentials refused, nobody answers
 */
export async function openBlobStore(address: string, { incoming }: { incoming?: string } = {}): Promise<BlobStore> {
  if (address.startsWith('file:')) return openFolderBlobStore(fileURLToPath(address));
  if (/^s3:/i.test(address)) {
    const parsed = parseS3Address(address);
    // Its client takes a third of a second to load: only who uses it waits.
    const { openS3BlobStore } = await import('./blobs/s3-blob-store.js');
    return openS3BlobStore(parsed, incoming);
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(address)) {
    throw new DomainError(
      'invalid_argument',
      `"${address}" is no blob store that is known; give a folder, a file: address or s3://bucket/prefix`,
    );
  }
  return openFolderBlobStore(address);
}
