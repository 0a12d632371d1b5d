import { describe, expect, it } from '@jest/globals';
import { onceFor } from './idempotency-key.js';

const lost = new Error('no answer');

describe('onceFor', () => {
  it('repeats the key while no answer came, and takes a new one afterwards', async () => {
    const keys: string[] = [];
    const attempt = (outcome: 'lost' | 'answered') =>
      onceFor(
        '/runs {"kind":"poison"}',
        async (key) => {
          keys.push(key);
          if (outcome === 'lost') throw lost;
          return 'run';
        },
        (error) => error === lost,
      );
    await expect(attempt('lost')).rejects.toBe(lost);
    await expect(attempt('answered')).resolves.toBe('run');
    await attempt('answered');
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('takes a new key after a refusal', async () => {
    const keys: string[] = [];
    const refused = () =>
      onceFor(
        '/runs {}',
        async (key) => {
          keys.push(key);
          throw new Error('400');
        },
        () => false,
      );
    await expect(refused()).rejects.toThrow('400');
    await expect(refused()).rejects.toThrow('400');
    expect(keys[0]).not.toBe(keys[1]);
  });
});
