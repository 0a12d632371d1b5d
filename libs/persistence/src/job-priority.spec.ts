import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RUN_PRIORITIES } from '@antidote/contracts';
import { bandOf, jobPriority, turnOf } from './job-priority.js';

describe('jobPriority', () => {
  it('puts the run’s priority before its turn, and an early turn before a late one', () => {
    const order = [
      jobPriority('high', 5),
      jobPriority('normal', 0),
      jobPriority('normal', 1),
      jobPriority('low', 0),
      jobPriority('low', 9e9),
    ];
    expect([...order].sort((a, b) => b - a)).toEqual(order);
  });

  it('fits the queue’s column, stays in its band, and gives its turn back', () => {
    const turns = fc.integer({ min: 0, max: 2 ** 28 - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...RUN_PRIORITIES), turns, (priority, turn) => {
        const value = jobPriority(priority, turn);
        const [least, most] = bandOf(priority);
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(most);
        expect(most).toBeLessThan(2 ** 31);
        expect(turnOf(value)).toBe(turn);
      }),
    );
  });
});
