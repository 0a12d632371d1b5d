import { describe, expect, it } from '@jest/globals';
import { Worker } from 'node:worker_threads';
import { Lifeline } from './lifeline.js';

/** Says that it is up, waits to be told, then ends in its way or answers. */
const thread = (end: string) => `
const { words } = require('node:worker_threads').workerData;
const say = (value) => { Atomics.store(words, 0, value); Atomics.notify(words, 0); };
say(1);
Atomics.wait(words, 1, 0);
${end}
`;

function start(end: string, resourceLimits = {}) {
  const lifeline = new Lifeline();
  const words = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(thread(end), {
    eval: true,
    execArgv: [],
    workerData: { words, far: lifeline.far },
    transferList: [lifeline.far],
    resourceLimits,
  });
  worker.on('error', () => undefined);
  const go = () => {
    Atomics.store(words, 1, 1);
    Atomics.notify(words, 1);
  };
  lifeline.waitWhile(words, 0, 0);
  return { lifeline, words, go, worker };
}

describe('Lifeline', () => {
  it('waits for a thread that answers, however often it is looked at', async () => {
    const { lifeline, words, go, worker } = start('say(2); for (;;) Atomics.wait(words, 0, 2);');
    for (let look = 0; look < 3; look++) expect(lifeline.isAlive()).toBe(true);
    go();
    lifeline.waitWhile(words, 0, 1);
    expect([words[0], lifeline.isAlive()]).toEqual([2, true]);
    await worker.terminate();
    expect(lifeline.isAlive()).toBe(false);
  });

  it.each([
    ['exits', 'process.exit(3);', {}],
    ['throws', 'throw new Error("no");', {}],
    [
      'runs out of memory',
      'const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random()));',
      { maxOldGenerationSizeMb: 16 },
    ],
  ])('says so when the thread %s', (_, end, limits) => {
    const { lifeline, words, go } = start(end, limits);
    go();
    expect(() => lifeline.waitWhile(words, 0, 1)).toThrow(/computing thread ended .* out of memory; use fewer threads/);
    expect(lifeline.isAlive()).toBe(false);
  });
});
