import { DomainError } from '@antidote/tabular';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { StageOptions } from '../blob-store.js';
import { unwritable } from './blob-fault.js';

/** What an upload of another host left, where hosts share the folder, is swept at the first start after this time. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** A file whose bytes are safe on the disk, and what they hash to. */
export interface StagedFile {
  path: string;
  sha256: string;
  bytes: number;
}

/** The folder in which uploads become files before the store takes them. */
export class StagingFolder {
  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<StagingFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweep(folder);
    return new StagingFolder(folder);
  }

  /** A name that no file has; it tells whose file it is. */
  newPath(): string {
    return join(this.folder, `${hostname()}.${process.pid}.${randomUUID()}`);
  }

  /** See `BlobStore.stage`. */
  async write(
    source: AsyncIterable<Uint8Array>,
    { maxBytes = Infinity, expectedSha256 }: StageOptions,
  ): Promise<StagedFile> {
    const path = this.newPath();
    const hash = createHash('sha256');
    let bytes = 0;
    const file = await open(path, 'wx', 0o600).catch((cause) => {
      throw unwritable(cause);
    });
    try {
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
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
      return { path, sha256, bytes };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }
}

const tooLarge = (maxBytes: number) =>
  new DomainError(
    'limit_exceeded',
    `The file has more than ${maxBytes} bytes; the limit \`uploadBytes\` is ${maxBytes}: send a smaller file, or a compressed one.`,
    { limitName: 'uploadBytes', limit: maxBytes },
  );

/** Removes what uploads left whose process was killed. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Another process may have taken or swept it meanwhile.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (isAbandoned(name) || Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

/** Whether a process of this host wrote it that is no more. */
function isAbandoned(name: string): boolean {
  const [, host, pid] = /^(.+)\.(\d+)\.[^.]+/.exec(name) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
