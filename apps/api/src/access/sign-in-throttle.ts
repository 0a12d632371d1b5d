import { DomainError } from '@antidote/tabular';

const WINDOW_MS = 15 * 60 * 1000;
/** Failures within the window: of one login from one address, of one login, and from one address. */
const LIMITS = { pair: 10, login: 50, address: 100 };
const MOST_REMEMBERED = 100_000;

/**
 * Counts failed sign-ins and refuses more of them for a while. Logins that do not exist count as those that do, so that
 * the refusal tells nothing of them. Kept in memory: of one process, forgotten at its end.
 */
export class SignInThrottle {
  private readonly failures = new Map<string, { count: number; until: number }>();

  /** @param clock milliseconds */
  constructor(private readonly clock: () => number = Date.now) {}

  /** @throws DomainError `too_many_requests` with `retryAfterSeconds` */
  check(login: string, address: string): void {
    const now = this.clock();
    for (const [key, limit] of keysOf(login, address)) {
      const known = this.failures.get(key);
      if (known === undefined || known.until <= now || known.count < limit) continue;
      const retryAfterSeconds = Math.ceil((known.until - now) / 1000);
      throw new DomainError(
        'too_many_requests',
        `Too many sign-ins failed; wait ${Math.ceil(retryAfterSeconds / 60)} min, or let an admin make a sign-in link`,
        { retryAfterSeconds },
      );
    }
  }

  failed(login: string, address: string): void {
    const now = this.clock();
    this.forget(now);
    for (const [key] of keysOf(login, address)) {
      const known = this.failures.get(key);
      if (known !== undefined && known.until > now) known.count++;
      else this.failures.set(key, { count: 1, until: now + WINDOW_MS });
    }
  }

  succeeded(login: string, address: string): void {
    this.failures.delete(keysOf(login, address)[0]![0]);
  }

  /** Those which are over, once there are many; then the oldest. */
  private forget(now: number): void {
    if (this.failures.size < MOST_REMEMBERED) return;
    for (const [key, { until }] of this.failures) if (until <= now) this.failures.delete(key);
    for (const key of this.failures.keys()) {
      if (this.failures.size < MOST_REMEMBERED) return;
      this.failures.delete(key);
    }
  }
}

const keysOf = (login: string, address: string): [string, number][] => [
  [JSON.stringify([login, address]), LIMITS.pair],
  [JSON.stringify(['login', login, null]), LIMITS.login],
  [JSON.stringify(['address', address, null]), LIMITS.address],
];
