import type { AttackName } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { backdoorCleanLabel, backdoorInRange, backdoorOutOfRange, backdoorWeakFeatures } from './backdoor.js';
import { badSource } from './bad-source.js';
import { boundary } from './boundary.js';
import { classConditional } from './class-conditional.js';
import { greedy } from './greedy.js';
import { mostConfident } from './most-confident.js';
import { outlierInjection } from './outlier-injection.js';
import { region } from './region.js';
import { targeted } from './targeted.js';
import { uniform } from './uniform.js';
import { wrongLabelDuplicates } from './wrong-label-duplicates.js';

export const ATTACK_REGISTRY: Record<AttackName, Attack> = {
  uniform,
  'class-conditional': classConditional,
  targeted,
  'most-confident': mostConfident,
  boundary,
  region,
  greedy,
  'bad-source': badSource,
  'outlier-injection': outlierInjection,
  'wrong-label-duplicates': wrongLabelDuplicates,
  'backdoor-out-of-range': backdoorOutOfRange,
  'backdoor-in-range': backdoorInRange,
  'backdoor-weak-features': backdoorWeakFeatures,
  'backdoor-clean-label': backdoorCleanLabel,
};

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
