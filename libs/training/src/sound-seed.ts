import { DomainError } from '@antidote/tabular';

/** @throws DomainError `parameter_out_of_range` unless `seed` is a whole number from 0 to 2^53 - 1 */
export function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new DomainError(
    'parameter_out_of_range',
    `seed is ${seed}; give a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
    { parameter: 'seed' },
  );
}
