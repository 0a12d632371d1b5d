import { DomainError } from '@antidote/tabular';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bytes by their SHA-256, never changed. Putting the same bytes twice stores them once. */
export interface BlobStore {
  /** Gives the SHA-256 in hex once the bytes are safe. @throws DomainError `service_unavailable` on a full or broken disk */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws DomainError `not_found`, or `digest_mismatch` when the bytes no longer have their hash */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Opens the blob store at an address: a folder, or a `file:` URL.
 * @throws DomainError `invalid_argument` for an address of another kind
 */
export async function openBlobStore(address: string): Promise<BlobStore> {
  if (address.startsWith('file:')) return openFolder(fileURLToPath(address));
  if (/^[a-z][a-z0-9+.-]+:/i.test(address)) {
    throw new DomainError(
      'invalid_argument',
      `"${address}" is no blob store that is known; give a folder or a file: address`,
    );
  }
  return openFolder(address);
}

async function openFolder(root: string): Promise<BlobStore> {
  const staging = join(root, 'incoming');
  await mkdir(staging, { recursive: true });
  const pathOf = (sha256: string) => {
    if (!SHA256.test(sha256)) throw new DomainError('not_found', `"${sha256}" is no SHA-256 in hex`);
    return join(root, sha256.slice(0, 2), sha256);
  };
  const has = (sha256: string) =>
    access(pathOf(sha256)).then(
      () => true,
      () => false,
    );

  return {
    has,

    async put(bytes) {
      const sha256 = sha256Of(bytes);
      const path = pathOf(sha256);
      // A file that is there but damaged is written anew: this is the one moment when the right bytes are at hand.
      const present = await readFile(path).catch(() => null);
      if (present && sha256Of(present) === sha256) return sha256;
      const temporary = join(staging, randomUUID());
      try {
        await writeDurably(temporary, bytes);
        await mkdir(dirname(path), { recursive: true });
        await rename(temporary, path);
        await syncFolder(dirname(path));
      } catch (cause) {
        await rm(temporary, { force: true });
        throw new DomainError(
          'service_unavailable',
          `the blob store could not write: ${(cause as Error).message}`,
          {},
          { cause },
        );
      }
      return sha256;
    },

    async get(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT')
          throw new DomainError('not_found', `the blob store does not hold ${sha256}`, {}, { cause });
        throw new DomainError(
          'service_unavailable',
          `the blob store could not read ${sha256}: ${cause.message}`,
          {},
          { cause },
        );
      });
      const actual = sha256Of(bytes);
      if (actual !== sha256) {
        throw new DomainError(
          'digest_mismatch',
          `blob ${sha256} was changed: its bytes now hash to ${actual}; restore it from a backup`,
          {
            expected: sha256,
            actual,
          },
        );
      }
      return bytes;
    },
  };
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in the folder survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
