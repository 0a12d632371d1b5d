import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '../blob-store.js';
import { changed, notHeld, unreadable, unwritable } from './blob-fault.js';
import { blobKey, isSha256 } from './blob-key.js';
import { StagingFolder } from './staging-folder.js';

/** A blob store in a folder of this disk, or of one that hosts share. */
export async function openFolderBlobStore(root: string): Promise<BlobStore> {
  const aside = join(root, 'quarantine');
  const staging = await StagingFolder.open(join(root, 'incoming'));
  const pathOf = (sha256: string) => join(root, blobKey(sha256));

  const adopt = async (path: string, sha256: string) => {
    try {
      const target = pathOf(sha256);
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      await syncFolder(dirname(target));
    } catch (cause) {
      await rm(path, { force: true });
      throw unwritable(cause);
    }
  };

  return {
    adopt,

    async stage(source, options = {}) {
      const staged = await staging.write(source, options);
      const { path, sha256 } = staged;
      return {
        ...staged,
        keep: () => adopt(path, sha256).then(() => sha256),
        discard: () => rm(path, { force: true }),
      };
    },

    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),

    async destroy(sha256) {
      await rm(pathOf(sha256), { force: true });
      await rm(join(aside, sha256), { force: true });
    },

    async *list() {
      for await (const shelf of await opendir(root)) {
        if (!/^[0-9a-f]{2}$/.test(shelf.name)) continue;
        for await (const entry of await opendir(join(root, shelf.name))) {
          if (!isSha256(entry.name)) continue;
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
        throw notHeld(sha256, cause);
      }
      return hash.digest('hex') === sha256;
    },

    async quarantine(sha256) {
      await mkdir(aside, { recursive: true });
      await rename(pathOf(sha256), join(aside, sha256));
    },

    async put(bytes) {
      const sha256 = sha256Of(bytes);
      // A file that is there but damaged is written anew: this is the one moment when the right bytes are at hand.
      const present = await readFile(pathOf(sha256)).catch(() => null);
      if (present && sha256Of(present) === sha256) return sha256;
      const temporary = staging.newPath();
      try {
        await writeDurably(temporary, bytes);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw unwritable(cause);
      }
      await adopt(temporary, sha256);
      return sha256;
    },

    async get(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'ENOENT' ? notHeld(sha256, cause) : unreadable(sha256, cause);
      });
      const actual = sha256Of(bytes);
      if (actual !== sha256) throw changed(sha256, actual);
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
