/** Progress lines with elapsed time: rewritten in place on a terminal, one line at the end (and now and then) elsewhere. */

import { PartFailedError, StopRequest } from './errors.mjs';

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * @param stream where the lines go
 * @returns `step(title, work)`, which shows the title while `work(note)` runs and `title ... 3.2 s` when it is done;
 *   `note(text)` says what is going on just now. `line(text)` prints a whole line between them.
 */
export function progress(stream = process.stderr) {
  const running = new Map();
  // Steps that end because another one failed, or because all is to end, have not failed themselves.
  const told = new WeakSet();
  let drawn = false;
  const clear = () => {
    if (drawn) stream.write('\r\x1b[K');
    drawn = false;
  };
  const line = (text) => {
    clear();
    stream.write(`${text}\n`);
  };
  const draw = () => {
    clear();
    const text = [...running.values()].map((each) => `${each.title}${each.note} ${seconds(each.since)}`).join('  ·  ');
    if (text === '') return;
    stream.write(`… ${text}`.slice(0, (stream.columns ?? 80) - 1));
    drawn = true;
  };
  let timer = null;
  const interval = stream.isTTY ? 200 : 10_000;
  const tick = () => {
    if (stream.isTTY) return draw();
    for (const each of running.values()) line(`… ${each.title}${each.note} ${seconds(each.since)}`);
  };
  return {
    line,
    async step(title, work) {
      const entry = { title, note: '', since: performance.now() };
      running.set(entry, entry);
      timer ??= setInterval(tick, interval).unref();
      try {
        const result = await work((text) => (entry.note = ` (${text})`));
        line(`✓ ${title}${entry.note} ${seconds(entry.since)}`);
        return result;
      } catch (error) {
        if (!told.has(error) && !(error instanceof StopRequest || error instanceof PartFailedError))
          line(`✗ ${title} ${seconds(entry.since)}`);
        told.add(error);
        throw error;
      } finally {
        running.delete(entry);
        if (running.size === 0) {
          clearInterval(timer);
          timer = null;
          clear();
        }
      }
    },
  };
}
