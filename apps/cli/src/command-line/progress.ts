import type { Terminal } from './command.js';

const QUIET_MS = 2000;
const EVERY_MS = 1000;

/**
 * Says how far a long command is: nothing in the first two seconds, then at most one line a second.
 *
 * @param now the clock, in milliseconds
 */
export function progress(
  terminal: Pick<Terminal, 'note'>,
  what: string,
  total: number,
  now: () => number = () => performance.now(),
) {
  const start = now();
  let last = start + QUIET_MS - EVERY_MS;
  return (done: number): void => {
    const at = now();
    if (done >= total || at - last < EVERY_MS) return;
    last = at;
    const left = done > 0 ? Math.ceil((((at - start) / done) * (total - done)) / 1000) : null;
    terminal.note(`${what}: ${done} of ${total}${left === null ? '' : `, about ${left} s left`}`);
  };
}
