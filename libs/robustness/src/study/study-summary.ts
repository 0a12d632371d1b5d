import type { StudyCell, StudySummary } from '@antidote/contracts';
import { meanInterval } from '@antidote/statistics';

/**
 * A model under an attack over all levels: the area under its robustness curve and the level where it breaks down.
 *
 * @param cells of one model and attack, one a level
 * @param gate accuracy that the model must keep, when there is one
 * @param majority accuracy of always saying the commonest class
 */
export function studySummary(cells: StudyCell[], gate: number | undefined, majority: number): StudySummary {
  const byLevel = [...cells].sort((a, b) => a.level - b.level);
  const { model, attack } = byLevel[0]!;
  const below = gate !== undefined && gate > majority ? 'gate' : 'commonest-class';
  const threshold = below === 'gate' ? gate! : majority;
  const broken = byLevel.find((cell) => cell.mean < threshold);
  return {
    model,
    attack,
    area: areaOf(byLevel),
    breakdown: broken ? { level: broken.level, below, threshold } : null,
  };
}

/** Mean accuracy over the levels by the trapezoid rule, each seed for itself, with the interval over seeds. */
function areaOf(byLevel: StudyCell[]): StudySummary['area'] {
  const width = byLevel.at(-1)!.level - byLevel[0]!.level;
  if (width === 0) return null;
  const areas = byLevel[0]!.accuracies.map((_, seed) => {
    let sum = 0;
    for (let i = 1; i < byLevel.length; i++) {
      const [left, right] = [byLevel[i - 1]!, byLevel[i]!];
      sum += ((right.level - left.level) * (left.accuracies[seed]! + right.accuracies[seed]!)) / 2;
    }
    return sum / width;
  });
  const { value, low, high } = meanInterval(areas);
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}
