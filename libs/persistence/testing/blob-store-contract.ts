import { expect, it } from '@jest/globals';
import { access } from 'node:fs/promises';
import type { BlobStore } from '../src/index.js';

/** SHA-256 of `hello`. */
export const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield bytesOf(text);
}

const listed = async (blobs: BlobStore) => {
  const all = [];
  for await (const blob of blobs.list()) all.push(blob);
  return all;
};

/** What every blob store keeps, wherever its bytes lie. Each test starts with an empty store. */
export function keepsTheBlobContract(store: () => BlobStore): void {
  it('keeps bytes by their SHA-256, once', async () => {
    const blobs = store();
    expect(await blobs.put(bytesOf('hello'))).toBe(HELLO);
    expect(await blobs.put(bytesOf('hello'))).toBe(HELLO);
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
    expect(await blobs.has(HELLO)).toBe(true);
    expect(await blobs.check(HELLO)).toBe(true);
    expect(await listed(blobs)).toEqual([{ sha256: HELLO, bytes: 5 }]);
    const nothing = await blobs.put(new Uint8Array());
    expect(await blobs.get(nothing)).toHaveLength(0);
  });

  it('refuses what it does not hold, and what is no hash', async () => {
    const blobs = store();
    await expect(blobs.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    await expect(blobs.check('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    await expect(blobs.get('../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
    expect(await blobs.has('0'.repeat(64))).toBe(false);
  });

  it('shows nothing of an upload until it is kept, and nothing at all of one that breaks off', async () => {
    const blobs = store();
    const staged = await blobs.stage(pieces('hel', 'lo'), { expectedSha256: HELLO.toUpperCase(), maxBytes: 5 });
    expect(staged).toMatchObject({ sha256: HELLO, bytes: 5 });
    expect(await blobs.has(HELLO)).toBe(false);
    expect(await staged.keep()).toBe(HELLO);
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
    await staged.discard();
    await expect(access(staged.path)).rejects.toMatchObject({ code: 'ENOENT' });

    const broken = async function* () {
      yield bytesOf('half');
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
    expect(await listed(blobs)).toEqual([{ sha256: HELLO, bytes: 5 }]);
  });

  it('takes a file of the staging folder in', async () => {
    const blobs = store();
    const { path } = await blobs.stage(pieces('hello'));
    await blobs.adopt(path, HELLO);
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('puts a blob aside until it is put again, and destroys it for good', async () => {
    const blobs = store();
    await blobs.put(bytesOf('hello'));
    await blobs.quarantine(HELLO);
    await expect(blobs.get(HELLO)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listed(blobs)).toEqual([]);
    await blobs.put(bytesOf('hello'));
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
    await blobs.destroy(HELLO);
    await blobs.destroy(HELLO);
    expect(await blobs.has(HELLO)).toBe(false);
  });
}
