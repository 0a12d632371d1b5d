import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
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

  const pieces = async function* (...texts: string[]) {
    for (const text of texts) yield bytes(text);
  };

  it('shows nothing of an upload until it is kept, and nothing at all of one that breaks off', async () => {
    const staged = await blobs.stage(pieces('hel', 'lo'), { expectedSha256: HELLO.toUpperCase(), maxBytes: 5 });
    expect(staged).toMatchObject({ sha256: HELLO, bytes: 5 });
    expect(await blobs.has(HELLO)).toBe(false);
    expect(await staged.keep()).toBe(HELLO);
    expect(new TextDecoder().decode(await blobs.get(HELLO))).toBe('hello');
    const broken = async function* () {
      yield bytes('half');
      throw new Error('connection lost');
    };
    await expect(blobs.stage(broken())).rejects.toThrow('connection lost');
    await expect(blobs.stage(pieces('jello'), { expectedSha256: HELLO })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    await expect(blobs.stage(pieces('hel', 'lo'), { maxBytes: 4 })).rejects.toMatchObject({
      code: 'limit_exceeded',
      message: expect.stringContaining('`uploadBytes`'),
    });
    await (await blobs.stage(pieces('x'))).discard();
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('sweeps what a killed upload left a day ago, and nothing younger', async () => {
    for (const name of ['old', 'young']) await writeFile(join(root, 'incoming', name), 'half');
    await utimes(join(root, 'incoming', 'old'), 0, 0);
    await openBlobStore(root);
    expect(await readdir(join(root, 'incoming'))).toEqual(['young']);
  });

  it('detects every one of hundreds of changed bytes, lists them and puts them aside', async () => {
    const text = 'some bytes that are kept for years, '.repeat(20);
    const sha256 = await blobs.put(bytes(text));
    const path = join(root, sha256.slice(0, 2), sha256);
    for (let at = 0; at < 300; at++) {
      const damaged = bytes(text);
      damaged[(at * 7) % damaged.length]! ^= 1 << (at % 8);
      await writeFile(path, damaged);
      expect(await blobs.check(sha256)).toBe(false);
    }
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'digest_mismatch' });
    const listed = [];
    for await (const blob of blobs.list()) listed.push(blob);
    expect(listed).toEqual([{ sha256, bytes: text.length }]);
    await blobs.quarantine(sha256);
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'not_found' });
    await expect(blobs.check(sha256)).rejects.toMatchObject({ code: 'not_found' });
    await blobs.put(bytes(text));
    expect(await blobs.check(sha256)).toBe(true);
  });

  it('refuses an address of a kind that it does not know', async () => {
    await expect(openBlobStore('ftp://host/blobs')).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
