import type { TrustedSet } from '@antidote/contracts';
import { counted, points } from '../ui/format.js';

/** Half the widest of the intervals that the set can give, in points. */
const widest = (set: TrustedSet): string =>
  points(Math.max(...set.precision.map(({ halfWidthPoints }) => halfWidthPoints)));

/** Conflicts without a final word. */
export const openConflicts = (set: TrustedSet): TrustedSet['conflicts'] =>
  set.conflicts.filter(({ adjudicated }) => adjudicated === null);

/** Why a drawn set cannot be sealed yet; null when it can. */
export function notYetSealed(set: TrustedSet): string | null {
  if (set.reviewers.length < 2) {
    return set.reviewers.length === 0
      ? 'Two people have to label its rows, each by themselves.'
      : 'A second person has to label its rows.';
  }
  const behind = set.reviewers.find(({ labelled }) => labelled < set.size);
  if (behind) return `${behind.reviewer} has ${counted(set.size - behind.labelled, 'row')} left to label.`;
  const open = openConflicts(set).length;
  return open > 0
    ? `${counted(open, 'row')} where the two differ ${open === 1 ? 'wants' : 'want'} a final word.`
    : null;
}

/** The answer to "how much can it tell me?" in one sentence. */
export function trustedSentence(set: TrustedSet): string {
  switch (set.state) {
    case 'sealed':
      return `An accuracy measured on its ${counted(set.size, 'row')} is good to ${widest(set)} points either way, or better.`;
    case 'retired':
      return 'Out of use: nothing is scored on it any more.';
    case 'drawn':
      return `Nothing yet. ${notYetSealed(set) ?? 'Two people agree on every row: seal it.'}`;
  }
}
