import type { AttackName, ModelKind, StudyReport } from '@antidote/contracts';
import { pairedDifference } from '@antidote/statistics';
import { attackWords, decimal, modelWord, range } from './study-words.js';

/** Models of many trees; the claim that they hold better is theirs. */
const ENSEMBLES = new Set<ModelKind>(['random-forest', 'extra-trees', 'gradient-boosting']);

/** What a backdoor reaches with each model, and whether ensembles withstand it better than the tree; none without a trigger. */
export function triggerSentences({ cells }: Pick<StudyReport, 'cells'>, attack: AttackName, level: number): string[] {
  const found = cells.flatMap((cell) =>
    cell.attack === attack && cell.level === level && cell.attackSuccess
      ? [{ model: cell.model, success: cell.attackSuccess }]
      : [],
  );
  if (found.length === 0) return [];
  const told = found.map(
    ({ model, success: { rate, floor } }) =>
      `${decimal(rate.value * 100)}% with the ${modelWord(model)} (95% interval ${decimal(rate.low * 100)} to ${decimal(rate.high * 100)}; ${decimal(floor * 100)}% unpoisoned)`,
  );
  const tree = found.find(({ model }) => model === 'decision-tree');
  const against = found.filter(({ model }) => tree && ENSEMBLES.has(model));
  return [
    `At ${level}% ${attackWords(attack)} the trigger takes over the rows of other classes: ${told.join(', ')}.`,
    ...against.map(({ model, success }) => compared(model, tree!.success.rates, success.rates)),
  ];
}

function compared(model: ModelKind, tree: number[], ensemble: number[]): string {
  const paired = ensemble.length === tree.length && tree.length > 1;
  if (!paired) return `One seed tells nothing of the ${modelWord(model)} against the tree.`;
  const points = (rates: number[]) => rates.map((rate) => rate * 100);
  const more = pairedDifference(points(ensemble), points(tree));
  const interval = `(95% interval ${range(more)}, paired over seeds)`;
  if (more.low > 0) {
    return `The ${modelWord(model)} is worse than the tree here: the trigger takes ${decimal(more.value)} points more ${interval}.`;
  }
  if (more.high < 0) {
    return `The ${modelWord(model)} withstands the trigger better than the tree, by ${decimal(-more.value)} points (95% interval ${range({ low: -more.high, high: -more.low })}, paired over seeds).`;
  }
  return `The ${modelWord(model)} is no better than the tree here, as far as can be told: a difference of ${decimal(more.value)} points ${interval}.`;
}
