import type { AttackName, StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent } from '../ui/format.js';
import { cellAt } from './study-reading.js';

/** A naive reading that is this far off is worth a warning, in shares. */
const WORTH_SAYING = 0.01;

/** What a study scored on poisoned labels would have read, where it misleads; null where it does not. */
export function naiveReading(report: StudyReport, attack: AttackName, at: number): string | null {
  const wrong = report.spec.models.flatMap((model) => {
    const cell = cellAt(report, model, attack, at);
    if (cell?.naiveAccuracy == null || Math.abs(cell.naiveAccuracy - cell.mean) < WORTH_SAYING) return [];
    return [
      `the ${SERIES[model].short.toLowerCase()} at ${percent(cell.naiveAccuracy)} instead of ${percent(cell.mean)}`,
    ];
  });
  if (wrong.length === 0) return null;
  return `Had the test labels been poisoned too, as happens when a file is poisoned before it is split, ${level(at)} would have read ${wrong.join(', ')}.`;
}
