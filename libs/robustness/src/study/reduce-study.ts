import type {
  AttackName,
  ModelKind,
  PairedDifference,
  StudyCell,
  StudyLead,
  StudyLoss,
  StudyReport,
  StudySpec,
} from '@antidote/contracts';
import { mean, meanInterval, pairedDifference, sampleSd } from '@antidote/statistics';
import { DomainError } from '@antidote/tabular';
import type { BatchResult } from './study-batch.js';
import { studyVerdict } from './study-verdict.js';

/**
 * Puts the batches of a study together: means over seeds, losses against the lowest level and leads of one model
 * over another, both paired by seed. The same report whatever the order of the batches.
 *
 * @param warnings of the table, such as a class with one row
 * @throws DomainError `invalid_state` when a batch is missing, doubled, or lacks a cell
 */
export function reduceStudy(
  dataset: StudyReport['dataset'],
  spec: StudySpec,
  results: BatchResult[],
  warnings: string[] = [],
): StudyReport {
  const batches = [...results].sort((a, b) => a.index - b.index);
  if (batches.length !== spec.seeds || batches.some((batch, index) => batch.index !== index)) {
    throw new DomainError(
      'invalid_state',
      `the study needs batches 0 to ${spec.seeds - 1} once each; it has ${batches.map((batch) => batch.index).join(', ') || 'none'}`,
    );
  }
  const levels = [...spec.levels].sort((a, b) => a - b);
  const baseline = levels[0]!;
  const accuracies = (model: ModelKind, attack: AttackName, level: number) =>
    batches.map((batch) => {
      const cell = batch.cells.find(
        (item) => item.model === model && item.level === level && (level === 0 || item.attack === attack),
      );
      if (cell) return cell.accuracy;
      throw new DomainError('invalid_state', `batch ${batch.index} has no result of ${model} at ${level} %`);
    });

  const cells: StudyCell[] = [];
  const losses: StudyLoss[] = [];
  const leads: StudyLead[] = [];
  for (const attack of spec.attacks) {
    for (const model of spec.models) {
      const before = accuracies(model, attack, baseline);
      for (const level of levels) {
        const after = accuracies(model, attack, level);
        cells.push(studyCell(model, attack, level, after));
        if (level !== baseline) losses.push({ model, attack, level, loss: inPoints(before, after) });
      }
    }
    spec.models.forEach((against, i) => {
      for (const model of spec.models.slice(i + 1)) {
        for (const level of levels) {
          const lead = inPoints(accuracies(model, attack, level), accuracies(against, attack, level));
          leads.push({ model, against, attack, level, lead });
        }
      }
    });
  }
  const findings = {
    spec,
    labelsUsed: batches[0]!.labelsUsed,
    majorityAccuracy: mean(batches.map((batch) => batch.majorityAccuracy)),
    cells,
    losses,
    leads,
  };
  return {
    formatVersion: 1,
    dataset,
    trainRows: batches[0]!.trainRows,
    testRows: batches[0]!.testRows,
    fits: batches.reduce((sum, batch) => sum + batch.cells.length, 0),
    ...findings,
    verdict: studyVerdict(findings),
    warnings,
  };
}

function studyCell(model: ModelKind, attack: AttackName, level: number, accuracies: number[]): StudyCell {
  const { value, low, high } = meanInterval(accuracies);
  return {
    model,
    attack,
    level,
    mean: value,
    sd: accuracies.length > 1 ? sampleSd(accuracies) : 0,
    n: accuracies.length,
    interval: [Math.max(0, low), Math.min(1, high)],
    accuracies,
  };
}

/** The paired difference a - b in points; its interval is cut to what points can be, also with a single seed. */
function inPoints(a: number[], b: number[]): PairedDifference {
  const points = (values: number[]) => values.map((value) => value * 100);
  const { value, low, high } = pairedDifference(points(a), points(b));
  return {
    points: { value, low: Math.max(-100, low), high: Math.min(100, high) },
    shown: a.length > 1 && (low > 0 || high < 0),
  };
}
