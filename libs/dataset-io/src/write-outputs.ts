import { randomUUID } from 'node:crypto';
import { access, constants, link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DomainError } from '@antidote/tabular';

export interface WriteOptions {
  /** Replaces files that exist; otherwise they are kept and nothing is written. */
  force?: boolean;
}

const exists = (path: string) =>
  new DomainError('output_exists', `${path} exists and is kept; choose another output or pass --force.`, { path });

const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  ENOSPC: 'the disk is full',
};

/** The refusal that a failed write becomes. */
export function unwritable(path: string, error: unknown): DomainError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new DomainError(
    'output_unwritable',
    `${path} cannot be written: ${REASONS[code] ?? message}.`,
    { path },
    { cause: error },
  );
}

async function refuseExisting(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unwritable(path, error);
  });
  if (found?.isDirectory())
    throw new DomainError('output_unwritable', `${path} is a folder; give a file's path.`, { path });
  if (found && !force) throw exists(path);
}

/** Puts the finished temporary file in place; without `force` never over a file that appeared meanwhile. */
async function publish(temporary: string, path: string, force: boolean): Promise<void> {
  if (force) return rename(temporary, path);
  try {
    await link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw exists(path);
    // File systems without hard links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return rename(temporary, path);
    throw error;
  }
  await rm(temporary);
}

/**
 * Refuses what could not be written as it stands, so that no long work is done for nothing.
 *
 * @throws DomainError `output_exists` (without `force`), `output_unwritable`
 */
export async function refuseOutputs(paths: readonly string[], { force = false }: WriteOptions = {}): Promise<void> {
  for (const path of paths) {
    await refuseExisting(path, force);
    await access(dirname(path), constants.W_OK).catch((error: unknown) => {
      throw unwritable(path, error);
    });
  }
}

/**
 * Writes files so that no half-written file is ever seen: each goes to a temporary file in its folder, and all are put
 * in place, in the map's order, after the last is complete. When anything fails before, nothing is left behind.
 *
 * @throws DomainError `output_exists` (without `force`), `output_unwritable`
 */
export async function writeOutputs(
  files: ReadonlyMap<string, Uint8Array>,
  { force = false }: WriteOptions = {},
): Promise<void> {
  for (const path of files.keys()) await refuseExisting(path, force);
  const temporaries = new Map<string, string>();
  const published: string[] = [];
  try {
    for (const [path, bytes] of files) {
      const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
      temporaries.set(path, temporary);
      await writeFile(temporary, bytes, { flag: 'wx' }).catch((error: unknown) => {
        throw unwritable(path, error);
      });
    }
    for (const [path, temporary] of temporaries) {
      await publish(temporary, path, force).catch((error: unknown) => {
        throw error instanceof DomainError ? error : unwritable(path, error);
      });
      published.push(path);
    }
  } catch (error) {
    const leftovers = [...temporaries.values(), ...(force ? [] : published)];
    await Promise.all(leftovers.map((path) => rm(path, { force: true })));
    throw error;
  }
}

/** Writes one file; see `writeOutputs`. */
export function writeOutput(path: string, bytes: Uint8Array, options?: WriteOptions): Promise<void> {
  return writeOutputs(new Map([[path, bytes]]), options);
}
