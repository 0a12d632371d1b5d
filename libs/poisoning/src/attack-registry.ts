import type { AttackName } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { uniform } from './uniform.js';

export const ATTACK_REGISTRY: Record<AttackName, Attack> = { uniform };

/** Other names people use. */
const ALIASES: Record<string, AttackName> = { random: 'uniform' };

/**
 * The attack meant by a text; `random` is another name for `uniform`.
 *
 * @throws DomainError `invalid_argument` for a name that is not known
 */
export function attackNamed(text: string): AttackName {
  if (Object.hasOwn(ATTACK_REGISTRY, text)) return text as AttackName;
  if (Object.hasOwn(ALIASES, text)) return ALIASES[text]!;
  const known = [...Object.keys(ATTACK_REGISTRY), ...Object.keys(ALIASES)].join(', ');
  throw new DomainError('invalid_argument', `There is no attack ${JSON.stringify(text)}; known are ${known}.`);
}
