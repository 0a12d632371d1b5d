import type { AttackName, StudyReport, TrainerStudy } from '@antidote/contracts';
import { mean, meanInterval, sampleSd } from '@antidote/statistics';
import { pairedPoints } from './paired-points.js';
import type { TrainerCell } from './run-trainer-cells.js';
import { attackWords, decimal, modelWord, range } from './study-words.js';

/**
 * The report with the results of the team's own trainer beside those of the models, paired by seed.
 *
 * @param batches cells of each seed, in seed order
 */
export function withTrainer(report: StudyReport, batches: TrainerCell[][]): StudyReport {
  const { spec } = report;
  const levels = [...spec.levels].sort((a, b) => a - b);
  const baseline = levels[0]!;
  const resultsOf = (attack: AttackName, level: number) =>
    batches.map((cells) => cells.find((cell) => cell.level === level && (level === 0 || cell.attack === attack))!);
  const accuracies = (attack: AttackName, level: number) => resultsOf(attack, level).map(({ accuracy }) => accuracy);
  const study: TrainerStudy = { cells: [], losses: [], leads: [], sentences: [] };
  for (const attack of spec.attacks) {
    for (const level of levels) {
      const results = resultsOf(attack, level);
      const after = accuracies(attack, level);
      study.cells.push({
        attack,
        level,
        mean: mean(after),
        sd: after.length > 1 ? sampleSd(after) : 0,
        n: after.length,
        interval: withinShares(after),
        accuracies: after,
        poisonedRows: mean(results.map(({ poisonedRows }) => poisonedRows)),
        ...successOf(results),
      });
      if (level !== baseline) {
        study.losses.push({ attack, level, loss: pairedPoints(accuracies(attack, baseline), after) });
      }
      for (const against of spec.models) {
        const other = report.cells.find(
          (cell) => cell.model === against && cell.attack === attack && cell.level === level,
        )!;
        study.leads.push({ against, attack, level, lead: pairedPoints(after, other.accuracies) });
      }
    }
  }
  study.sentences = sentencesOf(study);
  return { ...report, ownTrainer: study };
}

function successOf(results: TrainerCell[]): Pick<TrainerStudy['cells'][number], 'attackSuccess'> {
  const all = results.map(({ attackSuccess }) => attackSuccess).filter((success) => success !== null);
  if (all.length === 0) return {};
  const rates = all.map(({ rate }) => rate);
  const [low, high] = withinShares(rates);
  return {
    attackSuccess: { rate: { value: mean(rates), low, high }, floor: mean(all.map(({ floor }) => floor)), rates },
  };
}

function withinShares(values: number[]): [number, number] {
  const { low, high } = meanInterval(values);
  return [Math.max(0, low), Math.min(1, high)];
}

function sentencesOf({ cells, losses, leads }: TrainerStudy): string[] {
  const top = Math.max(0, ...losses.map(({ level }) => level));
  return [
    ...losses
      .filter(({ level }) => level === top)
      .map(({ attack, level, loss: { points, shown } }) =>
        shown
          ? `At ${level}% ${attackWords(attack)} your trainer ${points.value > 0 ? 'loses' : 'gains'} ${decimal(Math.abs(points.value))} points (95% interval of the loss ${range(points)}).`
          : `At ${level}% ${attackWords(attack)} no loss of your trainer is shown (95% interval ${range(points)}).`,
      ),
    ...cells.flatMap(({ attack, level, attackSuccess }) =>
      attackSuccess && level === top
        ? [
            `At ${level}% ${attackWords(attack)} the trigger takes ${decimal(100 * attackSuccess.rate.value)}% of other rows with your trainer; ${decimal(100 * attackSuccess.floor)}% unpoisoned.`,
          ]
        : [],
    ),
    ...leads
      .filter(({ level }) => level === top)
      .map(({ against, attack, level, lead: { points, shown } }) =>
        shown
          ? `At ${level}% ${attackWords(attack)} your trainer is ${decimal(Math.abs(points.value))} points ${points.value > 0 ? 'ahead of' : 'behind'} the ${modelWord(against)}.`
          : `At ${level}% ${attackWords(attack)} your trainer and the ${modelWord(against)} cannot be told apart: ${range(points)} points.`,
      ),
  ];
}
