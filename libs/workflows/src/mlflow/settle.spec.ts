import { describe, expect, test } from '@jest/globals';
import { settle } from './settle.js';

describe('settle', () => {
  test('gives the values in order', async () => {
    await expect(settle([Promise.resolve(1), Promise.resolve('a')])).resolves.toEqual([1, 'a']);
  });

  test('throws the fault only when all else has ended', async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const ended: string[] = [];
    const both = settle([Promise.reject(new Error('no')), slow.then(() => ended.push('slow'))]).catch((error: Error) =>
      ended.push(error.message),
    );
    await Promise.resolve();
    expect(ended).toEqual([]);
    finish();
    await both;
    expect(ended).toEqual(['slow', 'no']);
  });
});
