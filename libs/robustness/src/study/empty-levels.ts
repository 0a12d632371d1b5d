import type { StudySpec } from '@antidote/contracts';
import { budget } from '@antidote/poisoning';

/** Says of levels above 0 that round to no row at all: a flat curve there is no sign of robustness. */
export function emptyLevels({ levels }: Pick<StudySpec, 'levels'>, trainRows: number): string[] {
  return levels
    .filter((level) => level > 0 && budget(trainRows, level) === 0)
    .map((level) => `${level}% of ${trainRows} training rows rounds to none: nothing is poisoned at that level.`);
}
