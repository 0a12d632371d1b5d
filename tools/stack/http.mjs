import { setTimeout as wait } from 'node:timers/promises';

/** Whether a GET of this address is answered with a 2xx within `timeoutMs`. */
export async function answers(url, { timeoutMs = 2000, signal } = {}) {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Waits until `check()` is true.
 *
 * @param {() => unknown} check
 * @param {{ what: string, limitMs: number, signal?: AbortSignal }} options
 * @throws Error `what` is not ready, after `limitMs`; the reason of `signal` when that aborts
 */
export async function waitUntil(check, { what, limitMs, signal }) {
  const deadline = performance.now() + limitMs;
  for (let pause = 25; !(await check()); pause = Math.min(pause * 1.5, 500)) {
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${what} is not ready after ${limitMs / 1000} s`);
    await wait(pause, undefined, { signal });
  }
}
