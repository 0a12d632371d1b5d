import { describe, expect, test } from '@jest/globals';
import { RequestSlots } from './request-slots.js';

describe('RequestSlots', () => {
  test('runs no more than its count at once, in the order asked', async () => {
    const slots = new RequestSlots(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((index) =>
      slots.run(
        () =>
          new Promise<void>((resolve) => {
            started.push(index);
            finish.push(resolve);
          }),
      ),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    finish[0]!();
    await all[0];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    finish[1]!();
    finish[2]!();
    await all[2];
    await Promise.resolve();
    finish[3]!();
    await Promise.all(all);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('a cancelled wait leaves the queue and takes no slot', async () => {
    const slots = new RequestSlots(1);
    let finish = () => {};
    const first = slots.run(() => new Promise<void>((resolve) => (finish = resolve)));
    const controller = new AbortController();
    const second = slots.run(() => Promise.resolve(), controller.signal);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    finish();
    await first;
    await expect(slots.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  test('a failure gives its slot back', async () => {
    const slots = new RequestSlots(1);
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(slots.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
