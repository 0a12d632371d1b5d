import type {
  AttackName,
  AttackSuccess,
  MitigatedCell,
  Mitigation,
  ModelKind,
  StudyCell,
  StudyLead,
  StudyLoss,
  StudyReport,
  StudySpec,
} from '@antidote/contracts';
import { mean, meanInterval, sampleSd } from '@antidote/statistics';
import { DomainError } from '@antidote/tabular';
import { emptyLevels } from './empty-levels.js';
import type { BatchResult, CellResult } from './study-batch.js';
import { pairedPoints } from './paired-points.js';
import { reduceSlices } from './reduce-slices.js';
import { studySummary } from './study-summary.js';
import { studyVerdict } from './study-verdict.js';

/**
 * Puts the batches of a study together: means over seeds, losses against the lowest level, leads of one model over
 * another and gains of mitigations, all paired by seed. The same report whatever the order of the batches.
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
  const found = batches.map((batch) => new Map(batch.cells.map((cell) => [cellKey(cell), cell])));
  const resultsOf = (model: ModelKind, attack: AttackName, level: number, mitigation: Mitigation | null = null) =>
    found.map((cells, index) => {
      const cell = cells.get(cellKey({ model, attack: level === 0 ? null : attack, level, mitigation }));
      if (cell) return cell;
      throw new DomainError('invalid_state', `batch ${index} has no result of ${model} at ${level} %`);
    });
  const accuracies = (...key: Parameters<typeof resultsOf>) => resultsOf(...key).map(({ accuracy }) => accuracy);

  const cells: StudyCell[] = [];
  const losses: StudyLoss[] = [];
  const leads: StudyLead[] = [];
  const mitigated: MitigatedCell[] = [];
  for (const attack of spec.attacks) {
    for (const model of spec.models) {
      const before = accuracies(model, attack, baseline);
      for (const level of levels) {
        const results = resultsOf(model, attack, level);
        const after = results.map(({ accuracy }) => accuracy);
        cells.push({ ...meansOf(model, attack, level, results), ...scoresOf(results) });
        if (level !== baseline) losses.push({ model, attack, level, loss: pairedPoints(before, after) });
        for (const mitigation of spec.mitigations ?? []) {
          const mended = resultsOf(model, attack, level, mitigation);
          const won = mended.map(({ accuracy }) => accuracy);
          const lost = pairedPoints(before, after);
          mitigated.push({
            mitigation,
            ...meansOf(model, attack, level, mended),
            flaggedRows: mean(mended.map(({ flaggedRows }) => flaggedRows)),
            gain: pairedPoints(won, after),
            recovered:
              level !== baseline && lost.shown && lost.points.value > 0
                ? (100 * (mean(won) - mean(after))) / lost.points.value
                : null,
          });
        }
      }
    }
    spec.models.forEach((against, i) => {
      for (const model of spec.models.slice(i + 1)) {
        for (const level of levels) {
          const lead = pairedPoints(accuracies(model, attack, level), accuracies(against, attack, level));
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
    summaries: spec.attacks.flatMap((attack) =>
      spec.models.map((model) => {
        const own = cells.filter((cell) => cell.model === model && cell.attack === attack);
        return studySummary(own, spec.gate, mean(batches.map((batch) => batch.majorityAccuracy)));
      }),
    ),
    ...(mitigated.length > 0 && { mitigated }),
  };
  const slices = reduceSlices(spec, batches, resultsOf, losses);
  return {
    formatVersion: 2,
    dataset,
    trainRows: batches[0]!.trainRows,
    testRows: batches[0]!.testRows,
    fits: batches.reduce((sum, batch) => sum + batch.cells.length, 0),
    ...findings,
    ...(slices && { slices }),
    verdict: studyVerdict(findings),
    warnings: [...warnings, ...emptyLevels(spec, batches[0]!.trainRows)],
  };
}

const cellKey = ({ model, attack, level, mitigation }: Pick<CellResult, 'model' | 'attack' | 'level' | 'mitigation'>) =>
  `${model}/${attack ?? ''}/${level}/${mitigation ?? ''}`;

function meansOf(model: ModelKind, attack: AttackName, level: number, results: CellResult[]) {
  const accuracies = results.map(({ accuracy }) => accuracy);
  const success = successOf(results);
  return {
    model,
    attack,
    level,
    mean: mean(accuracies),
    sd: accuracies.length > 1 ? sampleSd(accuracies) : 0,
    n: accuracies.length,
    interval: withinShares(accuracies),
    accuracies,
    ...(success && { attackSuccess: success }),
  };
}

function scoresOf(results: CellResult[]) {
  const meanOf = (valueOf: (result: CellResult) => number) => mean(results.map(valueOf));
  const naive = results.map(({ naiveAccuracy }) => naiveAccuracy).filter((value) => value !== null);
  return {
    poisonedRows: meanOf(({ poisonedRows }) => poisonedRows),
    balancedAccuracy: meanOf(({ balancedAccuracy }) => balancedAccuracy),
    recall: results[0]!.recall.map((_, code) => {
      const known = results.map(({ recall }) => recall[code]!).filter((share) => share !== null);
      return known.length > 0 ? mean(known) : null;
    }),
    calibrationError: meanOf(({ calibrationError }) => calibrationError),
    naiveAccuracy: naive.length === results.length ? mean(naive) : null,
  };
}

function successOf(results: CellResult[]): AttackSuccess | null {
  const all = results.map(({ attackSuccess }) => attackSuccess).filter((success) => success !== null);
  if (all.length === 0) return null;
  const rates = all.map(({ rate }) => rate);
  const [low, high] = withinShares(rates);
  return { rate: { value: mean(rates), low, high }, floor: mean(all.map(({ floor }) => floor)), rates };
}

/** The 95 % interval of the mean, cut to what shares can be. */
function withinShares(values: number[]): [number, number] {
  const { low, high } = meanInterval(values);
  return [Math.max(0, low), Math.min(1, high)];
}
