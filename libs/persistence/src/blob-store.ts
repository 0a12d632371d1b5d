import { DomainError } from '@antidote/tabular';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, opendir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bytes by their SHA-256, never changed. Putting the same bytes twice stores them once. */
export interface BlobStore {
  /** Gives the SHA-256 in hex once the bytes are safe. @throws DomainError `service_unavailable` on a full or broken disk */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws DomainError `not_found`, or `digest_mismatch` when the bytes no longer have their hash */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /**
   * Writes bytes as they come to a temporary file, hashing them on the way. Nothing is visible until it is kept.
   *
   * @param expectedSha256 what the bytes must hash to
   * @throws DomainError `limit_exceeded` above `maxBytes`, `invalid_argument` for another hash; whatever `source` throws. The file is gone then
   */
  stage(
    source: AsyncIterable<Uint8Array>,
    options?: { maxBytes?: number; expectedSha256?: string },
  ): Promise<StagedBlob>;
  /** Takes a file of the staging folder, whose bytes have the hash, into the store. */
  adopt(path: string, sha256: string): Promise<void>;
  /** Every blob, in no order. */
  list(): AsyncIterable<StoredBlob>;
  /** Reads a blob piece by piece and tells whether it still has its hash. @throws DomainError `not_found` */
  check(sha256: string): Promise<boolean>;
  /** Puts a damaged blob aside, so that it is never served and can be looked at; a later `put` brings it back. */
  quarantine(sha256: string): Promise<void>;
  /** Deletes a blob for good: only when the values in it are to be erased. Harmless when it is gone. */
  destroy(sha256: string): Promise<void>;
}

export interface StagedBlob {
  sha256: string;
  bytes: number;
  /** A local file, there until it is kept or discarded. */
  path: string;
  /** Takes it into the store. */
  keep(): Promise<string>;
  discard(): Promise<void>;
}

export interface StoredBlob {
  sha256: string;
  bytes: number;
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

/** What an interrupted upload left is swept at the next start after this time. */
const STALE_MS = 24 * 60 * 60 * 1000;

async function sweep(staging: string): Promise<void> {
  for (const name of await readdir(staging)) {
    const path = join(staging, name);
    // Another process may have taken or swept it meanwhile.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

async function openFolder(root: string): Promise<BlobStore> {
  const staging = join(root, 'incoming');
  const aside = join(root, 'quarantine');
  await mkdir(staging, { recursive: true });
  await sweep(staging);
  const pathOf = (sha256: string) => {
    if (!SHA256.test(sha256)) throw new DomainError('not_found', `"${sha256}" is no SHA-256 in hex`);
    return join(root, sha256.slice(0, 2), sha256);
  };
  const has = (sha256: string) =>
    access(pathOf(sha256)).then(
      () => true,
      () => false,
    );

  const adopt = async (path: string, sha256: string) => {
    const target = pathOf(sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
    await syncFolder(dirname(target));
  };
  const unwritable = (cause: unknown) =>
    new DomainError(
      'service_unavailable',
      `the blob store could not write: ${(cause as Error).message}`,
      {},
      { cause },
    );

  return {
    has,

    adopt: (path, sha256) =>
      adopt(path, sha256).catch((cause) => {
        throw unwritable(cause);
      }),

    async stage(source, { maxBytes = Infinity, expectedSha256 } = {}) {
      const path = join(staging, randomUUID());
      const hash = createHash('sha256');
      let bytes = 0;
      const file = await open(path, 'wx', 0o600).catch((cause) => {
        throw unwritable(cause);
      });
      try {
        for await (const chunk of source) {
          bytes += chunk.length;
          if (bytes > maxBytes) {
            throw new DomainError(
              'limit_exceeded',
              `The file has more than ${maxBytes} bytes; the limit \`uploadBytes\` is ${maxBytes}: send a smaller file, or a compressed one.`,
              { limitName: 'uploadBytes', limit: maxBytes },
            );
          }
          hash.update(chunk);
          await file.writeFile(chunk).catch((cause) => {
            throw unwritable(cause);
          });
        }
        await file.sync();
        const sha256 = hash.digest('hex');
        if (expectedSha256 !== undefined && expectedSha256.toLowerCase() !== sha256) {
          throw new DomainError(
            'invalid_argument',
            `The file hashes to ${sha256}, not to ${expectedSha256} as declared; send it again.`,
            { expected: expectedSha256, actual: sha256 },
          );
        }
        return {
          sha256,
          bytes,
          path,
          keep: () =>
            adopt(path, sha256).then(
              () => sha256,
              (cause) => Promise.reject(unwritable(cause)),
            ),
          discard: () => rm(path, { force: true }),
        };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
    },

    async destroy(sha256) {
      await rm(pathOf(sha256), { force: true });
      await rm(join(aside, sha256), { force: true });
    },

    async *list() {
      for await (const shelf of await opendir(root)) {
        if (!/^[0-9a-f]{2}$/.test(shelf.name)) continue;
        for await (const entry of await opendir(join(root, shelf.name))) {
          if (!SHA256.test(entry.name)) continue;
          const { size } = await stat(join(root, shelf.name, entry.name));
          yield { sha256: entry.name, bytes: size };
        }
      }
    },

    async check(sha256) {
      const hash = createHash('sha256');
      try {
        for await (const chunk of createReadStream(pathOf(sha256))) hash.update(chunk as Uint8Array);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
        throw new DomainError('not_found', `the blob store does not hold ${sha256}`, {}, { cause });
      }
      return hash.digest('hex') === sha256;
    },

    async quarantine(sha256) {
      await mkdir(aside, { recursive: true });
      await rename(pathOf(sha256), join(aside, sha256));
    },

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
        throw unwritable(cause);
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
