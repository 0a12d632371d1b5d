import { describe, expect, test } from '@jest/globals';
import { poisonRunName } from './run-name.js';

describe('poisonRunName', () => {
  test.each([
    [null, 'clean'],
    [{ percent: 0 }, 'clean'],
    [{ percent: 5 }, 'poisoned_5_percent'],
    [{ percent: 2.5 }, 'poisoned_2.5_percent'],
    ['unknown' as const, 'unverified'],
  ])('%j is %s', (poison, name) => {
    expect(poisonRunName(poison)).toBe(name);
  });
});
