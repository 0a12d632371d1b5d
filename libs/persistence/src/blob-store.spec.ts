import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStore, openBlobStore } from './blob-store.js';

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('blob store in a folder', () => {
  let root: string;
  let blobs: BlobStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'blobs-'));
    blobs = await openBlobStore(root);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('keeps bytes by their SHA-256, once', async () => {
    expect(await blobs.put(bytes('hello'))).toBe(HELLO);
    expect(await blobs.put(bytes('hello'))).toBe(HELLO);
    expect(new TextDecoder().decode(await blobs.get(HELLO))).toBe('hello');
    expect(await blobs.has(HELLO)).toBe(true);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('finds a changed byte at the read, and mends it with the next put', async () => {
    await blobs.put(bytes('hello'));
    await writeFile(join(root, '2c', HELLO), 'jello');
    await expect(blobs.get(HELLO)).rejects.toMatchObject({ code: 'digest_mismatch' });
    await blobs.put(bytes('hello'));
    expect(new TextDecoder().decode(await blobs.get(HELLO))).toBe('hello');
  });

  it('refuses what it does not hold, and what is no hash', async () => {
    await expect(blobs.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    await expect(blobs.get('../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
    expect(await blobs.has('0'.repeat(64))).toBe(false);
  });

  it('refuses an address of a kind that it does not know', async () => {
    await expect(openBlobStore('ftp://host/blobs')).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
