import type { Counterfactual, Mitigation } from '@antidote/contracts';

type Facts = Omit<Counterfactual, 'advice' | 'sentence' | 'limits'>;

const MODEL_WORDS: Partial<Record<string, string>> = {
  'decision-tree': 'tree',
  'random-forest': 'forest',
};
const WAY_WORDS: Record<Mitigation, string> = {
  pruned: 'leaving the flagged rows out',
  relabelled: 'taking the suggested labels',
  reweighted: 'weighing rows by the chance that their label is right',
  reviewed: 'a review without a mistake',
};

/**
 * Whether cleaning helps, in words. Cleaning is advised only where a way that needs no people is shown to help a model,
 * and none of that model's kind is shown to lose by it; "do not clean" where every such way that makes a shown difference
 * hurts.
 */
export function counterfactualAdvice(facts: Facts): Pick<Counterfactual, 'advice' | 'sentence' | 'limits'> {
  const shown = facts.outcomes.filter(({ gain }) => gain?.shown);
  const automatic = shown.filter(({ mitigation }) => mitigation !== 'reviewed');
  const helps = automatic.filter(({ gain }) => gain!.points.value > 0);
  const hurts = automatic.filter(({ gain }) => gain!.points.value < 0);
  const best = helps.toSorted((a, b) => b.gain!.points.value - a.gain!.points.value)[0];
  const worst = hurts.toSorted((a, b) => a.gain!.points.value - b.gain!.points.value)[0];
  const harm =
    worst &&
    `${capital(WAY_WORDS[worst.mitigation!])} costs the ${nameOf(worst.model)} ${points(-worst.gain!.points.value)}.`;
  const limits = limitsOf(facts);
  if (best) {
    const sentence = `Cleaning helps: ${WAY_WORDS[best.mitigation!]} wins the ${nameOf(best.model)} ${points(best.gain!.points.value)} of accuracy.`;
    return { advice: 'clean', sentence, limits: harm ? [harm, ...limits] : limits };
  }
  if (worst) return { advice: 'do-not-clean', sentence: `Do not clean by the flags alone. ${harm}`, limits };
  const reviewed = shown.find(({ mitigation, gain }) => mitigation === 'reviewed' && gain!.points.value > 0);
  const sentence = reviewed
    ? `Only a review helps: it wins the ${nameOf(reviewed.model)} ${points(reviewed.gain!.points.value)} of accuracy; cleaning without people makes no difference that can be measured.`
    : 'Cleaning makes no difference that can be measured here.';
  return { advice: 'no-difference-shown', sentence, limits };
}

function limitsOf({ labelsUsed, repeats }: Facts): string[] {
  return [
    ...(labelsUsed === 'as-given'
      ? [
          'Scored on labels as given: where these are wrong, a model that repeats them looks better than it is. A trusted set would settle it.',
        ]
      : []),
    ...(labelsUsed === 'manifest' ? [] : ['The true labels are not known, so what a review would win is not told.']),
    ...(repeats < 5 ? [`Only ${repeats} repeats: the intervals say little.`] : []),
  ];
}

const nameOf = (model: string) => MODEL_WORDS[model] ?? model;
const points = (value: number) => `${value.toFixed(1)} points`;
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
