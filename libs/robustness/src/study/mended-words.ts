import type { MitigatedCell, Mitigation, StudyReport } from '@antidote/contracts';
import { attackWords, decimal, modelWord, range } from './study-words.js';

const MITIGATION_WORDS: Record<Mitigation, string> = {
  pruned: 'Leaving flagged rows out',
  relabelled: 'Relabelling flagged rows',
  reweighted: 'Weighing rows by trust',
  reviewed: 'Reviewing flagged rows',
};

/** Where each model falls below the gate or the commonest class; nothing is said of those that do not. */
export function breakdownSentences({ summaries = [] }: Pick<StudyReport, 'summaries'>): string[] {
  return summaries.flatMap(({ model, attack, breakdown }) => {
    if (!breakdown) return [];
    const { level, below, threshold } = breakdown;
    const what = below === 'gate' ? 'the gate' : 'always saying the commonest class';
    return [
      `Under ${attackWords(attack)} the ${modelWord(model)} is below ${what} (${decimal(threshold * 100)}%) at ${level}%, the first such level studied.`,
    ];
  });
}

/** What each mitigation won at a level, and on rows that nobody poisoned, where it can only cost. */
export function mitigationSentences(
  { mitigated = [], spec }: Pick<StudyReport, 'mitigated' | 'spec'>,
  level: number,
): string[] {
  const told = mitigated.filter((cell) => cell.level === level);
  const harms = mitigated.filter(
    ({ level: at, attack, gain }) => at === 0 && attack === spec.attacks[0] && gain.shown && gain.points.value < 0,
  );
  return [
    ...told.map(mitigationSentence),
    ...harms.map(
      ({ mitigation, model, gain }) =>
        `${MITIGATION_WORDS[mitigation]} hurts where nothing is poisoned: the ${modelWord(model)} loses ${decimal(-gain.points.value)} points (95% interval ${range({ low: -gain.points.high, high: -gain.points.low })}).`,
    ),
  ];
}

function mitigationSentence({
  mitigation,
  model,
  attack,
  level,
  gain,
  recovered,
  attackSuccess,
}: MitigatedCell): string {
  const points = `${decimal(gain.points.value)} points (95% interval ${range(gain.points)})`;
  const share = recovered === null ? '' : `, ${Math.round(100 * recovered)}% of the loss`;
  const won = gain.shown
    ? `${gain.points.value > 0 ? 'wins' : 'changes'} the ${modelWord(model)} ${points}${share}`
    : `shows no difference for the ${modelWord(model)}: ${points}`;
  const success = attackSuccess ? `; the trigger then takes ${decimal(attackSuccess.rate.value * 100)}%` : '';
  return `${MITIGATION_WORDS[mitigation]} at ${level}% ${attackWords(attack)} ${won}${success}.`;
}
