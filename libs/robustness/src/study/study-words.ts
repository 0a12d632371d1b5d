import type { AttackName, Estimate, ModelKind } from '@antidote/contracts';
import { ATTACK_REGISTRY } from '@antidote/poisoning';

const MODEL_WORDS: Record<ModelKind, string> = {
  'decision-tree': 'tree',
  'random-forest': 'forest',
  'extra-trees': 'extra trees',
  'gradient-boosting': 'boosting',
  'logistic-regression': 'logistic regression',
  'k-nearest-neighbors': 'neighbours',
};

export const modelWord = (model: ModelKind): string => MODEL_WORDS[model];

/** As in "at 10% random flips". */
export const attackWords = (attack: AttackName): string => ATTACK_REGISTRY[attack].title.toLowerCase();

/** One decimal, U+2212 as the minus, never "−0.0". */
export function decimal(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && text !== '0.0' ? `\u2212${text}` : text;
}

/** "9.8 to 12.9" */
export const range = ({ low, high }: Pick<Estimate, 'low' | 'high'>): string => `${decimal(low)} to ${decimal(high)}`;
