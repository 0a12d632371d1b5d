import type { AttackName, OverDatasets, StudiesAcross } from '@antidote/contracts';
import { attackWords, decimal, modelWord } from '../study/study-words.js';
import { FEWEST_SEEDS, verdictLevel } from '../study/verdict-level.js';

type Findings = Omit<StudiesAcross, 'formatVersion' | 'verdict'>;

/** Studies of several datasets in words. A dataset counts for a claim only where its own interval excludes 0. */
export function acrossVerdict(found: Findings, { sameBaseline }: { sameBaseline: boolean }): StudiesAcross['verdict'] {
  const limits = limitsOf(found, sameBaseline);
  const few = found.datasets.filter(({ seeds }) => seeds < FEWEST_SEEDS);
  if (few.length > 0) {
    return {
      sentence: `Not enough data for a verdict: at least ${FEWEST_SEEDS} seeds are needed, and ${few.map(({ name, seeds }) => `${name} has ${seeds}`).join(', ')}.`,
      reasons: [],
      limits,
    };
  }
  const attacked = found.levels.filter((level) => level > 0);
  const level = verdictLevel(attacked);
  const highest = Math.max(...attacked);
  const [sentence, ...more] = found.attacks.flatMap((attack) => [
    ...successSentence(found, attack, level),
    ...lossSentence(found, attack, level),
  ]);
  return {
    sentence: sentence ?? 'No loss can be read: the studies have no level in common above the lowest of each.',
    reasons: [
      ...more,
      ...found.leads.filter((lead) => lead.level === level).map((lead) => leadSentence(lead, found)),
      ...(highest === level ? [] : found.attacks.flatMap((attack) => lossSentence(found, attack, highest))),
    ],
    limits,
  };
}

/** "At 10% random flips the tree loses on 3 of 3 datasets (4.1 to 11.3 points), the forest on none (−0.2 to 0.4)." */
function lossSentence({ losses, datasets }: Findings, attack: AttackName, level: number): string[] {
  const told = losses.filter((loss) => loss.attack === attack && loss.level === level);
  if (told.length === 0) return [];
  const parts = told.map(
    ({ model, shown, points }, i) =>
      `the ${modelWord(model)} ${i === 0 ? 'loses ' : ''}on ${shareOf(shown, datasets)} (${span(points)}${i === 0 ? ' points' : ''})`,
  );
  return [`At ${level}% ${attackWords(attack)} ${parts.join(', ')}.`];
}

function leadSentence(lead: Findings['leads'][number], { datasets, attacks }: Findings): string {
  const { model, against, attack, level, points, ahead, behind } = lead;
  const where = attacks.length > 1 ? ` ${attackWords(attack)}` : '';
  const untold = datasets.length - ahead.length - behind.length;
  const losing = behind.length > 0 ? `, behind on ${behind.join(', ')}` : '';
  const even = untold > 0 ? `, not to be told apart on ${untold}` : '';
  return `At ${level}%${where} the ${modelWord(model)} is ahead of the ${modelWord(against)} on ${shareOf(ahead, datasets)}${losing}${even}: ${decimal(points.mean)} points on average (${decimal(points.least.value)} on ${points.least.dataset} to ${decimal(points.most.value)} on ${points.most.dataset}).`;
}

function successSentence({ success }: Findings, attack: AttackName, level: number): string[] {
  const told = success.filter((each) => each.attack === attack && each.level === level);
  if (told.length === 0) return [];
  const parts = told.map(
    ({ model, rate, floor }) =>
      `${decimal(100 * rate.mean)}% with the ${modelWord(model)} (${decimal(100 * rate.least.value)} to ${decimal(100 * rate.most.value)}; ${decimal(100 * floor)}% unpoisoned)`,
  );
  return [
    `At ${level}% ${attackWords(attack)} the trigger takes over, on average, of the rows of other classes ${parts.join(', ')}.`,
  ];
}

function limitsOf({ datasets }: Findings, sameBaseline: boolean): string[] {
  const doubtful = datasets.filter(({ labelsUsed }) => labelsUsed === 'as-given').map(({ name }) => name);
  return [
    ...(doubtful.length > 0 ? [`Scored on the labels as given, which may be poisoned: ${doubtful.join(', ')}.`] : []),
    ...(sameBaseline ? [] : ['Losses are against the lowest level of each study, which is not the same in all.']),
    `Each dataset counts the same; ${datasets.length} datasets say little of others.`,
  ];
}

const span = ({ least, most }: OverDatasets) => `${decimal(least.value)} to ${decimal(most.value)}`;

const shareOf = (names: string[], all: unknown[]) =>
  names.length === 0 ? `none of ${all.length} datasets` : `${names.length} of ${all.length} datasets`;
