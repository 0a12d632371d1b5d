import type { Counterfactual, CounterfactualOutcome, LabelsUsed, Mitigation, ModelKind } from '@antidote/contracts';
import { mean, meanInterval, pairedDifference } from '@antidote/statistics';
import { DomainError, Random, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '@antidote/training';
import { mitigate } from '../study/mitigate.js';
import type { StudyEvaluation } from '../study/study-evaluation.js';
import { counterfactualAdvice } from './counterfactual-advice.js';

export interface CounterfactualOptions {
  seed: number;
  threads?: number;
  /** Independent splits. Default 10, and 5 for more than 5,000 rows. */
  repeats?: number;
  models?: ModelKind[];
  onProgress?(share: number): void;
}

const SPLIT = 10;
const FIT = 11;
const TEST_SHARE = 0.3;
const MANY_ROWS = 5_000;

interface Result {
  model: ModelKind;
  mitigation: Mitigation | null;
  accuracy: number;
  recall: (number | null)[];
}

/**
 * What each way to deal with the flagged labels would do to models: as they are, pruned, relabelled as suggested,
 * reweighted, and, where the truth is known, reviewed. Each repeat keeps 70 % of the rows for training; the detector sees
 * these alone. Scored on the rest, by the best labels there are, or on a table of its own.
 *
 * @param evaluation the labels to score by; the table's own where null
 * @throws DomainError `too_few_rows` when no row can be held out or scored
 */
export function compareCleaning(
  table: Table,
  evaluation: StudyEvaluation | null,
  options: CounterfactualOptions,
): Counterfactual {
  const { codes, classes } = table.target;
  const { seed, threads = 1, models = ['decision-tree', 'random-forest'], onProgress } = options;
  const repeats = options.repeats ?? (table.rowCount > MANY_ROWS ? 5 : 10);
  const truth = evaluation && 'codes' in evaluation ? evaluation.codes : codes;
  const mitigations: Mitigation[] = ['pruned', 'relabelled', 'reweighted'];
  if (evaluation?.labelsUsed === 'manifest') mitigations.push('reviewed');
  const results: Result[] = [];
  const flagged: number[] = [];
  let [trainRows, testRows] = [0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const split = stratifiedSplit(codes, classes.length, TEST_SHARE, new Random(seed, SPLIT, repeat));
    const training = selectRows(table, split.train);
    const test =
      evaluation && 'table' in evaluation ? aligned(evaluation.table, classes) : heldOut(table, split.test, truth);
    [trainRows, testRows] = [training.rowCount, test.rowCount];
    const fitSeed = Math.floor(new Random(seed, FIT, repeat).uniform() * Number.MAX_SAFE_INTEGER);
    const binned = binFeatures(training.features, training.rowCount);
    const trueCodes = Int32Array.from(split.train, (row) => truth[row]!);
    const ways = [
      { mitigation: null, codes: training.target.codes, weights: undefined },
      ...mitigate(training, trueCodes, mitigations, { seed: fitSeed, threads }),
    ];
    flagged.push(ways.length > 1 && 'flaggedRows' in ways[1]! ? ways[1].flaggedRows : 0);
    for (const { mitigation, codes: labels, weights } of ways) {
      for (const model of models) {
        const fitted = fitModel(model, binned, labels, classes, {
          seed: fitSeed,
          threads,
          ...(weights && { sampleWeights: weights }),
        });
        results.push({ model, mitigation, ...scored(predictLabels(fitted, test.features, test.rowCount), test) });
      }
    }
    onProgress?.((repeat + 1) / repeats);
  }
  const outcomes = models.flatMap((model) =>
    [null, ...mitigations].map((mitigation) => outcomeOf(results, model, mitigation)),
  );
  const labelsUsed: LabelsUsed = evaluation?.labelsUsed ?? 'as-given';
  const facts = { labelsUsed, repeats, trainRows, testRows, flaggedRows: mean(flagged), outcomes };
  return { ...facts, ...counterfactualAdvice(facts) };
}

function heldOut(table: Table, positions: ArrayLike<number>, truth: Int32Array): Table {
  const known = Uint32Array.from(positions).filter((row) => truth[row]! >= 0);
  if (known.length === 0)
    throw new DomainError('too_few_rows', 'No row with a known label can be held out to score on.');
  const test = selectRows(table, known);
  return { ...test, target: { ...test.target, codes: Int32Array.from(known, (row) => truth[row]!) } };
}

/** The labelled rows of a table with its classes as codes into `classes`; a class beyond them is never predicted. */
function aligned(table: Table, classes: string[]): Table {
  const labelled = Uint32Array.from(table.target.codes.keys()).filter((row) => table.target.codes[row]! >= 0);
  if (labelled.length === 0)
    throw new DomainError('too_few_rows', 'No row of the trusted set has a label to score by.');
  const rows = selectRows(table, labelled);
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const recode = rows.target.classes.map((label, code) => codeOf.get(label) ?? classes.length + code);
  return { ...rows, target: { ...rows.target, classes, codes: rows.target.codes.map((code) => recode[code]!) } };
}

function scored(predicted: Int32Array, { target: { codes, classes } }: Table): Pick<Result, 'accuracy' | 'recall'> {
  const rows = new Int32Array(classes.length);
  const hits = new Int32Array(classes.length);
  let right = 0;
  codes.forEach((code, i) => {
    if (code < classes.length) rows[code]!++;
    if (predicted[i] !== code) return;
    right++;
    hits[code]!++;
  });
  return {
    accuracy: right / codes.length,
    recall: Array.from(rows, (count, code) => (count === 0 ? null : hits[code]! / count)),
  };
}

function outcomeOf(results: Result[], model: ModelKind, mitigation: Mitigation | null): CounterfactualOutcome {
  const of = (way: Mitigation | null) =>
    results.filter((result) => result.model === model && result.mitigation === way);
  const own = of(mitigation);
  const accuracies = own.map(({ accuracy }) => accuracy);
  const { value, low, high } = meanInterval(accuracies);
  const recall = own[0]!.recall.map((_, code) => {
    const known = own.map((result) => result.recall[code]!).filter((share) => share !== null);
    return known.length === 0 ? null : mean(known);
  });
  return {
    model,
    mitigation,
    accuracy: { value, low: Math.max(0, low), high: Math.min(1, high) },
    recall,
    gain:
      mitigation === null
        ? null
        : gain(
            accuracies,
            of(null).map(({ accuracy }) => accuracy),
          ),
  };
}

function gain(after: number[], before: number[]): CounterfactualOutcome['gain'] {
  const points = (shares: number[]) => shares.map((value) => 100 * value);
  const { value, low, high } = pairedDifference(points(after), points(before));
  return {
    points: { value, low: Math.max(-100, low), high: Math.min(100, high) },
    shown: after.length > 1 && (low > 0 || high < 0),
  };
}
