import type { Model } from '@antidote/contracts';
import { percent, points } from '../ui/format.js';
import { VERSION_KIND_WORDS } from '../ui/words.js';

type Scored = Pick<Model, 'metrics' | 'accuracyInterval' | 'testRows' | 'versionKind' | 'kind' | 'labelsUsed'>;

const named = (model: Scored, other: Scored): string =>
  model.versionKind === other.versionKind
    ? `the ${model.kind.replace('-', ' ')}`
    : `the model on the ${VERSION_KIND_WORDS[model.versionKind].toLowerCase()} version`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Which of two models is ahead, in a sentence. A lead is claimed only when the two 95% intervals do not meet, which is
 * stricter than need be: the models were not necessarily scored on the same rows, so there is nothing to pair.
 */
export function comparisonSentence(one: Scored, two: Scored): string {
  const [ahead, behind] = one.metrics.accuracy >= two.metrics.accuracy ? [one, two] : [two, one];
  const rows = Math.min(one.testRows, two.testRows);
  if (ahead.accuracyInterval[0] <= behind.accuracyInterval[1]) {
    const figures = `${percent(one.metrics.accuracy)} and ${percent(two.metrics.accuracy)}`;
    return `Cannot be told apart on ${rows} rows: ${figures}, and their intervals meet.`;
  }
  const lead = points(100 * (ahead.metrics.accuracy - behind.metrics.accuracy));
  return `${capital(named(ahead, behind))} is ${lead} points ahead (${percent(ahead.metrics.accuracy)} against ${percent(behind.metrics.accuracy)}).`;
}

/** What to beware of when two models are read side by side, or null. */
export function comparisonCaution(one: Scored, two: Scored): string | null {
  if (one.labelsUsed === 'as-given' || two.labelsUsed === 'as-given') {
    return 'Labels as given, which may be poisoned, were used to score: the figures may mislead.';
  }
  return one.labelsUsed === two.labelsUsed ? null : 'The two were scored on different kinds of labels.';
}
