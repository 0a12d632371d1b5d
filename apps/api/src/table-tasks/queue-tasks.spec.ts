import { describe, expect, it } from '@jest/globals';
import { queueTasks } from './queue-tasks.js';

describe('queueTasks', () => {
  it('runs so many at a time, in order, whatever becomes of one', async () => {
    const queue = queueTasks(2);
    const started: number[] = [];
    let [now, most] = [0, 0];
    const task = (index: number) => async () => {
      started.push(index);
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      if (index === 1) throw new Error('broken');
      return index;
    };
    const all = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => queue(task(index))));
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(await queue(task(5))).toBe(5);
  });
});
