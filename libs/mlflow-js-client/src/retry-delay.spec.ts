import { describe, expect, test } from '@jest/globals';
import { retryDelay } from './retry-delay.js';

const options = { maxRetries: 4, baseDelayMs: 100, maxDelayMs: 1000 };

describe('retryDelay', () => {
  test('doubles the ceiling: 100, 200, 400, 800, then stays at the limit', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempt) => retryDelay(attempt, options, 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  test('spreads clients over the upper half', () => {
    expect(retryDelay(2, options, 0)).toBe(100);
    expect(retryDelay(2, options, 0.5)).toBe(150);
  });

  test("keeps to the server's wish up to the limit", () => {
    expect(retryDelay(1, options, 0, 700)).toBe(700);
    expect(retryDelay(1, options, 0, 60_000)).toBe(1000);
  });
});
