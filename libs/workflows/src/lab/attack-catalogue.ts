import { ATTACKS, type AttackCatalogue } from '@antidote/contracts';
import { ATLAS_VERSION, ATTACK_REGISTRY } from '@antidote/poisoning';

/** Every attack in words, with where the catalogues of threats speak of it. */
export function attackCatalogue(): AttackCatalogue {
  return {
    atlasVersion: ATLAS_VERSION,
    attacks: ATTACKS.map((name) => {
      const { title, summary, goal, knowledge, takes, taxonomy } = ATTACK_REGISTRY[name];
      return { name, title, summary, goal, knowledge, takes: [...takes, 'sources'], taxonomy };
    }),
  };
}
