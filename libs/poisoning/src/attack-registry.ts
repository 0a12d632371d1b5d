import type { AttackName } from '@antidote/contracts';
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
