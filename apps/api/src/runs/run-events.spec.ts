import { describe, expect, it } from '@jest/globals';
import type { Run } from '@antidote/contracts';
import { runEvents } from './run-events.js';

/** A run whose states come one after the other, each told as it comes. */
function script(states: Run['state'][]) {
  let tell = () => {};
  let followers = 0;
  let at = 0;
  return {
    next: () => {
      at += 1;
      tell();
    },
    followers: () => followers,
    database: {
      runs: { get: async () => ({ id: 'r', state: states[at] }) as Run },
      followRun: (_: string, onChange: () => void) => {
        followers += 1;
        tell = onChange;
        return () => void (followers -= 1);
      },
    },
  };
}

const states = (text: string) => [...text.matchAll(/"state":"(\w+)"/g)].map(([, state]) => state);

describe('runEvents', () => {
  it('tells the state now and after each change, and ends with the terminal one', async () => {
    const { database, next, followers } = script(['queued', 'running', 'succeeded']);
    const seen: string[] = [];
    for await (const text of runEvents(database, 'r', new AbortController().signal)) {
      expect(text).toMatch(/^event: run\ndata: \{.*\}\n\n$/);
      seen.push(...(states(text) as string[]));
      if (seen.length < 3) next();
    }
    expect(seen).toEqual(['queued', 'running', 'succeeded']);
    expect(followers()).toBe(0);
  });

  it('sends comments while nothing changes', async () => {
    const { database } = script(['running']);
    const events = runEvents(database, 'r', new AbortController().signal, 1);
    await events.next();
    expect((await events.next()).value).toBe(': still there\n\n');
    await events.return();
  });

  it('ends when the server closes', async () => {
    const closing = new AbortController();
    const { database, followers } = script(['running']);
    const events = runEvents(database, 'r', closing.signal);
    await events.next();
    setImmediate(() => closing.abort());
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(followers()).toBe(0);
  });
});
