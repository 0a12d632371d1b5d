import { afterEach, describe, expect, it } from '@jest/globals';
import { Worker } from 'node:worker_threads';
import { ComputePool } from './compute-pool.js';

/** Answers with the input, but never ends with `stuck`. */
const ECHO = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ input }) => {
    if (input === 'stuck') { for (;;); }
    if (input === 'exit') process.exit(3);
    if (input === 'hoard') { const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random())); }
    parentPort.postMessage({ output: input });
  });
`;

describe('ComputePool', () => {
  const threads: Worker[] = [];
  const pool = new ComputePool(1, () => {
    const thread = new Worker(ECHO, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });
    threads.push(thread);
    return thread;
  });
  afterEach(() => pool.close());

  const compute = (input: string, signal = new AbortController().signal) =>
    pool.compute('runBatch', input as never, signal);

  it('keeps its threads, ends one with the computation that is aborted, and goes on', async () => {
    expect(await Promise.all(['a', 'b'].map((input) => compute(input)))).toEqual(['a', 'b']);
    expect(threads).toHaveLength(1);
    const cancel = new AbortController();
    const stuck = compute('stuck', cancel.signal);
    const next = compute('c');
    cancel.abort(new Error('cancelled'));
    await expect(stuck).rejects.toThrow('cancelled');
    expect(await next).toBe('c');
    expect(threads).toHaveLength(2);
  });

  it('lets go of a computation that is aborted while it waits for a thread', async () => {
    const blocker = new AbortController();
    const stuck = compute('stuck', blocker.signal);
    const cancel = new AbortController();
    const waiting = compute('waits', cancel.signal);
    cancel.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    blocker.abort(new Error('done'));
    await expect(stuck).rejects.toThrow('done');
  });

  it('fails the computation whose thread dies, tells why, and goes on in another', async () => {
    await expect(compute('exit')).rejects.toThrow('the computing thread ended with code 3');
    const starved = compute('hoard');
    const next = compute('d');
    await expect(starved).rejects.toMatchObject({ code: 'limit_exceeded', message: expect.stringMatching('memory') });
    expect(await next).toBe('d');
  });

  it('gives no computation to a thread that died idle', async () => {
    expect(await compute('e')).toBe('e');
    const idle = threads.at(-1)!;
    await idle.terminate();
    expect(await compute('f')).toBe('f');
    expect(threads.at(-1)).not.toBe(idle);
  });
});
