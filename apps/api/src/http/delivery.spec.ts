import { expect, it, jest } from '@jest/globals';
import type { Database } from '@antidote/persistence';
import { Deliveries } from './delivery.js';

it('forgets the keys of deliveries that are older than a week, at the start and every hour', () => {
  jest.useFakeTimers({ now: new Date('2026-03-10T12:00:00Z') });
  const forgetBefore = jest.fn(async (_date: Date) => undefined);
  const deliveries = new Deliveries({ idempotency: { forgetBefore } } as unknown as Database);
  deliveries.onApplicationBootstrap();
  jest.advanceTimersByTime(2 * 60 * 60 * 1000);
  deliveries.beforeApplicationShutdown();
  jest.advanceTimersByTime(24 * 60 * 60 * 1000);
  expect(forgetBefore.mock.calls.map(([date]) => date.toISOString())).toEqual([
    '2026-03-03T12:00:00.000Z',
    '2026-03-03T13:00:00.000Z',
    '2026-03-03T14:00:00.000Z',
  ]);
  jest.useRealTimers();
});
