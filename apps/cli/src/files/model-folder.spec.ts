import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuseModelFolder, writeModelFolder } from './model-folder.js';

const FILES = new Map([['MLmodel', new Uint8Array([1])]]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-model-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a model folder', () => {
  it('is written whole, with the folders above it', async () => {
    await writeModelFolder(join(folder, 'a/b'), FILES, false);
    expect(await readdir(join(folder, 'a/b'))).toEqual(['MLmodel']);
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });

  it('that could not be written is refused before the work', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(refuseModelFolder(join(folder, 'file/model'), false)).rejects.toThrow(/its folder is a file/);
  });
});
