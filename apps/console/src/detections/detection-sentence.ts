import type { DetectionReport, Scorecard } from '@antidote/contracts';
import { count, counted, percent } from '../ui/format.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { FAMILY_WORDS } from './family-words.js';

/** Below this recall an attack counts as missed. */
export const SEEN_FROM = 0.5;

export const and = (parts: string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** "1,025 of 7,043 labels look wrong, and 195 rows carry a pattern." */
export function detectionSentence(report: DetectionReport): string {
  const flagged = (family: string) => report.families.find((each) => each.family === family)?.flagged ?? 0;
  const others = report.families
    .filter(({ family, flagged: rows }) => family !== 'label' && rows > 0)
    .map(({ family, flagged: rows }) => `${counted(rows, 'row')} ${FAMILY_WORDS[family][rows === 1 ? 'one' : 'of']}`);
  const own = report.detectors.find(({ detector }) => detector === 'default')?.flagged ?? flagged('label');
  const labels =
    own === 0
      ? `None of the ${count(report.labelled)} labels looks wrong`
      : `${count(own)} of ${counted(report.labelled, 'label')} ${own === 1 ? 'looks' : 'look'} wrong`;
  return others.length === 0 ? `${labels}.` : `${labels}; ${and(others)}.`;
}

/** "Missed here: flips at the boundary (12% seen) and flips of one region (12%)." */
export function missedSentence(scorecard: Scorecard): string {
  const planted = scorecard.attacks.filter((row) => row.recall !== null);
  if (planted.length === 0) return 'Nothing could be planted in this dataset, so nobody knows what would be missed.';
  const missed = planted
    .filter((row) => row.recall!.value < SEEN_FROM)
    .map(
      (row, i) =>
        `${ATTACK_WORDS[row.attack].title.toLowerCase()} (${percent(row.recall!.value)}${i === 0 ? ' seen' : ''})`,
    );
  return missed.length === 0
    ? 'Of every kind of poison that was planted here, at least half was seen.'
    : `Mostly missed here: ${and(missed)}.`;
}
