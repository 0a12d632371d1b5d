export interface RetryOptions {
  /** Repeats after the first attempt. */
  maxRetries: number;
  /** Ceiling of the first wait in milliseconds; it doubles with each repeat. */
  baseDelayMs: number;
  /** Ceiling of every wait, in milliseconds. */
  maxDelayMs: number;
}

/**
 * The wait before repeat number `attempt` (from 1), in milliseconds: uniform between half the ceiling and the ceiling,
 * so that clients that failed together do not come back together.
 *
 * @param random uniform in [0, 1)
 * @param retryAfterMs what the server asked for; kept to, up to `maxDelayMs`
 */
export function retryDelay(attempt: number, options: RetryOptions, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
  return Math.max(ceiling * (0.5 + random / 2), Math.min(retryAfterMs, options.maxDelayMs));
}
