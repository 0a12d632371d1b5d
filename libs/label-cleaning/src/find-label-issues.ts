import { classCounts, type FeatureColumn, type LabelColumn, type Table } from '@antidote/tabular';
import { binFeatures } from '@antidote/training';
import { canonicalTable, inGivenOrder, sharedByTwins } from './canonical-table.js';
import { checkLabels } from './check-labels.js';
import { classPairEvidence } from './class-pair-evidence.js';
import { confidentCounts, confidentJoint, noiseRate } from './confident-learning/confident-joint.js';
import { flagByNoiseRate } from './confident-learning/flag-by-noise-rate.js';
import { crossValidatedProbabilities } from './cross-validated-probabilities.js';
import { selfCleaningForest } from './forest/self-cleaning-forest.js';
import { labelIssues, type LabelIssues } from './label-issues.js';
import { calibratedQuality, posteriorProbabilities, wrongLabelLogOdds } from './label-quality.js';

export interface FindLabelIssuesOptions {
  seed: number;
  /** From 1; the same bytes for any number. */
  threads?: number;
  /** Called with the share done, in [0, 1]. */
  onProgress?(share: number): void;
}

const LINEAR_WEIGHT = 0.2;
/** Enough for the ranks: the loss is flat long before its optimum. */
const LINEAR = { tol: 1e-4, maxIter: 200 };
const LINEAR_ROWS = 5_000;
const ROUNDS = 3;
/** The margin a flag needs where no label looks wrong; it falls to 0 as half of the labels do. */
const SURE_MARGIN = 0.75;

/**
 * The default detector: ranks labels by the chance that they are wrong. Probabilities are those of two self-cleaning
 * forests (extremely randomised trees and a random forest), with a fifth of logistic regression, on rows that neither
 * has seen; the odds of a wrong label weigh each other class by the evidence that its rows are mislabelled this way.
 *
 * The order of rows, columns and classes makes no difference, nor does a monotone change of a number's scale.
 *
 * @throws DomainError `single_class`, `too_few_rows`
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021), for the flags
 */
export function findLabelIssues(given: Table, { seed, threads = 1, onProgress }: FindLabelIssuesOptions): LabelIssues {
  checkLabels(given.target);
  onProgress?.(0);
  if (!given.features.some(varies)) return nothingTold(given.target);
  const canonical = canonicalTable(given);
  const { table } = canonical;
  const binned = binFeatures(table.features, table.rowCount);
  let done = 0;
  const onRound = () => onProgress?.(++done / (2 * ROUNDS + 1));
  const options = { seed, threads, rounds: ROUNDS, onRound };
  const extraTrees = selfCleaningForest(table, binned, 'extra-trees', options);
  const randomForest = selfCleaningForest(table, binned, 'random-forest', options);
  const linear = crossValidatedProbabilities(table, binned, {
    kind: 'logistic-regression',
    parameters: LINEAR,
    maxRows: LINEAR_ROWS,
    seed,
  });
  const blended = linear.map(
    (probability, at) =>
      LINEAR_WEIGHT * probability +
      ((1 - LINEAR_WEIGHT) / 2) * (extraTrees.predProbs[at]! + randomForest.predProbs[at]!),
  );
  const { codes, classes } = table.target;
  const found = judgeLabels(sharedByTwins(canonical, blended), codes, classes.length);
  const issues = inGivenOrder(canonical, { ...found, firstLook: randomForest.firstLook });
  onProgress?.(1);
  return issues;
}

/** Whether a column tells any two rows apart. */
export function varies(column: FeatureColumn): boolean {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  return values.some((value) => !Object.is(value, values[0]));
}

/** Where all rows are alike, no label looks worse than another of its class, and none is suspected. */
function nothingTold({ codes, classes }: LabelColumn): LabelIssues {
  const counts = classCounts(codes, classes.length);
  const labelled = counts.reduce((sum, count) => sum + count, 0);
  const predProbs = new Float64Array(codes.length * classes.length);
  predProbs.forEach((_, at) => (predProbs[at] = counts[at % classes.length]! / labelled));
  const quality = new Float64Array(codes.length).fill(1);
  const flagged = new Uint8Array(codes.length);
  // No better than always saying the commonest class.
  const commonest = counts.indexOf(Math.max(...counts));
  const firstLook = predProbs.map((_, at) => (at % classes.length === commonest ? 1 : 0));
  return { ...labelIssues({ quality, flagged, predProbs }, codes, classes.length), firstLook };
}

/** Quality, suggestions and flags from out-of-sample probabilities, with the evidence of class pairs. */
export function judgeLabels(predProbs: Float64Array, codes: Int32Array, classCount: number): LabelIssues {
  const evidence = classPairEvidence(confidentCounts(predProbs, codes, classCount), classCount);
  const posterior = posteriorProbabilities(predProbs, codes, classCount, evidence);
  const joint = confidentJoint(predProbs, codes, classCount);
  const noise = noiseRate(joint, classCount);
  const labelled = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const leastMargin = Math.max(0, SURE_MARGIN * (1 - 2 * noise));
  const quality = calibratedQuality(wrongLabelLogOdds(posterior, codes, classCount), noise * labelled);
  const flagged = flagByNoiseRate(posterior, codes, classCount, { leastMargin, joint });
  return {
    ...labelIssues({ quality, flagged, predProbs: posterior }, codes, classCount),
    predProbs,
    firstLook: predProbs,
  };
}
