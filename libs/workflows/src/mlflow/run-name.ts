import type { PoisonSpec } from '@antidote/contracts';

/**
 * Name of a run by the poison in its training rows: `clean`, `poisoned_10_percent`, or `unverified` where a manifest
 * stands beside the file and is not about its present bytes.
 */
export function poisonRunName(poison: Pick<PoisonSpec, 'percent'> | 'unknown' | null): string {
  if (poison === 'unknown') return 'unverified';
  return poison === null || poison.percent === 0 ? 'clean' : `poisoned_${poison.percent}_percent`;
}
