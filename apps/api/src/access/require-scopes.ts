import type { Capability } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';

/**
 * Nobody hands on what they lack.
 *
 * @param what the capabilities are wanted for, to complete "cannot ..."
 * @throws DomainError `forbidden` naming the first one that is missing
 */
export function requireScopes(held: ReadonlySet<Capability>, wanted: readonly Capability[], what: string): void {
  const missing = wanted.filter((capability) => !held.has(capability));
  if (missing.length === 0) return;
  throw new DomainError('forbidden', `${missing.join(', ')} cannot ${what}: whoever asks lacks it`, {
    capability: missing[0]!,
  });
}
