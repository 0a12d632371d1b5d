import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bytesOf, HELLO, keepsTheBlobContract, pieces, textOf } from '../../testing/blob-store-contract.js';
import type { BlobStore } from '../blob-store.js';
import { openBlobStore } from '../open-blob-store.js';

describe('blob store in a folder', () => {
  let root: string;
  let blobs: BlobStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'blobs-'));
    blobs = await openBlobStore(root);
  });
  afterEach(() => rm(root, { recursive: true }));

  keepsTheBlobContract(() => blobs);

  it('leaves nothing behind among the uploads', async () => {
    await blobs.put(bytesOf('hello'));
    await (await blobs.stage(pieces('x'))).discard();
    await expect(blobs.stage(pieces('jello'), { expectedSha256: HELLO })).rejects.toThrow();
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('opens a file: address', async () => {
    await blobs.put(bytesOf('hello'));
    expect(await (await openBlobStore(pathToFileURL(root).href)).has(HELLO)).toBe(true);
  });

  it('finds a changed byte at the read, and mends it with the next put', async () => {
    await blobs.put(bytesOf('hello'));
    await writeFile(join(root, '2c', HELLO), 'jello');
    await expect(blobs.get(HELLO)).rejects.toMatchObject({ code: 'digest_mismatch' });
    await blobs.put(bytesOf('hello'));
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
  });

  it('sweeps what killed uploads left: of this host at once, of others a day later', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const killed = `${hostname()}.${dead}.x`;
    const running = `${hostname()}.${process.pid}.x`;
    for (const name of ['old', 'young', killed, running]) await writeFile(join(root, 'incoming', name), 'half');
    await utimes(join(root, 'incoming', 'old'), 0, 0);
    await openBlobStore(root);
    expect((await readdir(join(root, 'incoming'))).sort()).toEqual([running, 'young'].sort());
  });

  it('detects every one of hundreds of changed bytes', async () => {
    const text = 'some bytes that are kept for years, '.repeat(20);
    const sha256 = await blobs.put(bytesOf(text));
    const path = join(root, sha256.slice(0, 2), sha256);
    for (let at = 0; at < 300; at++) {
      const damaged = bytesOf(text);
      damaged[(at * 7) % damaged.length]! ^= 1 << (at % 8);
      await writeFile(path, damaged);
      expect(await blobs.check(sha256)).toBe(false);
    }
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'digest_mismatch' });
  });
});
