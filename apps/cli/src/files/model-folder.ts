import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unwritable } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';

/**
 * Writes a model folder whole or not at all: into a new folder beside, then renamed. With `force` it replaces a model
 * folder, and nothing that is not one.
 *
 * @throws DomainError `output_exists`, `output_unwritable`
 */
export async function writeModelFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  force: boolean,
): Promise<void> {
  await refuseModelFolder(folder, force);
  const target = resolve(folder);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(temporary, path)), { recursive: true });
      await writeFile(join(temporary, path), bytes);
    }
    const old = `${target}.${randomUUID()}.old`;
    const replaced = force && (await exists(target));
    if (replaced) await rename(target, old);
    await rename(temporary, target);
    if (replaced) await rm(old, { recursive: true });
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

/** Refuses early what `writeModelFolder` would refuse after the training. */
export async function refuseModelFolder(folder: string, force: boolean): Promise<void> {
  if (!(await exists(folder))) return refuseUnwritable(folder);
  if (!force)
    throw new DomainError('output_exists', `${folder} exists and is kept; choose another output or pass --force.`);
  if (!(await exists(join(folder, 'MLmodel')))) {
    throw new DomainError(
      'output_exists',
      `${folder} is no model folder and is kept, even with --force; choose another output.`,
    );
  }
}

/** Looks at the nearest folder above that exists: those between are made. */
async function refuseUnwritable(folder: string): Promise<void> {
  let parent = dirname(resolve(folder));
  while (!(await exists(parent))) parent = dirname(parent);
  // With the slash a file is none.
  await access(`${parent}/`, constants.W_OK).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
}

/** A free name for a model that must be kept: `wanted`, else `wanted-2`, `wanted-3`, ... */
export async function freeModelFolder(wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!(await exists(name))) return name;
  }
}

/**
 * Every file of a model folder by its path.
 *
 * @throws DomainError `file_not_found`, `invalid_model` when it holds no MLmodel, `file_unreadable`
 */
export async function readModelFolder(folder: string): Promise<Map<string, Uint8Array>> {
  if (!(await exists(folder))) throw new DomainError('file_not_found', `There is no folder ${folder}; check the path.`);
  if (!(await exists(join(folder, 'MLmodel')))) {
    throw new DomainError(
      'invalid_model',
      `${folder} is no model folder: it holds no MLmodel. \`antidote train --out DIR\` makes one.`,
    );
  }
  try {
    const files = new Map<string, Uint8Array>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(join(folder, '/').length), await readFile(path));
    }
    return files;
  } catch (error) {
    throw new DomainError(
      'file_unreadable',
      `${folder} cannot be read: ${(error as Error).message}.`,
      {},
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new DomainError('output_unwritable', `${path} cannot be used: ${message}.`, {}, { cause: error });
  }
}
