import { DomainError, Random, type FeatureColumn } from '@antidote/tabular';
import { checkSeed } from '../sound-seed.js';

/** Random numbers of the permutations: stream (PERMUTATION, feature, repeat). */
const PERMUTATION_STREAM = 9;

export interface PermutationImportance {
  /** The metric on the rows as they are. */
  baseline: number;
  /** By feature: mean over the repeats of baseline - metric with the column shuffled; higher is more important. */
  mean: Float64Array;
  /** By feature: standard deviation over the repeats (divided by their number, as scikit-learn does). */
  sd: Float64Array;
  /** Row-major, features x repeats. */
  importances: Float64Array;
}

/**
 * Permutation importance: how much a metric falls when one column's values are shuffled among the rows, which leaves
 * the column's distribution and breaks its tie to the label. About 0 for a column the model does not use; it may be
 * below. Of two columns that tell the same, each may seem unimportant.
 *
 * @param predict any prediction, made once for the rows as they are and once a shuffled column: features x repeats + 1
 * @param metric of a prediction; higher is better (negate an error)
 * @param features the held-out rows, `rowCount` values each; not changed
 * @param options.nRepeats whole number from 1; default 5
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` without a row
 * @see Breiman, Random Forests (Machine Learning 45, 2001), section 10
 */
export function permutationImportance<Prediction>(
  predict: (features: FeatureColumn[], rowCount: number) => Prediction,
  metric: (prediction: Prediction) => number,
  features: FeatureColumn[],
  rowCount: number,
  { seed, nRepeats = 5 }: { seed: number; nRepeats?: number },
): PermutationImportance {
  if (!Number.isInteger(nRepeats) || nRepeats < 1) {
    throw new DomainError('parameter_out_of_range', `nRepeats is ${nRepeats}; give a whole number from 1`, {
      parameter: 'nRepeats',
    });
  }
  checkSeed(seed);
  if (rowCount < 1) {
    throw new DomainError('too_few_rows', 'there is no row to shuffle; give at least one, better some hundreds');
  }
  const baseline = metric(predict(features, rowCount));
  const importances = new Float64Array(features.length * nRepeats);
  const mean = new Float64Array(features.length);
  const sd = new Float64Array(features.length);
  features.forEach((column, f) => {
    const own = importances.subarray(f * nRepeats, (f + 1) * nRepeats);
    for (let repeat = 0; repeat < nRepeats; repeat++) {
      const shuffled = features.slice();
      shuffled[f] = shuffledColumn(column, new Random(seed, PERMUTATION_STREAM, f, repeat));
      own[repeat] = baseline - metric(predict(shuffled, rowCount));
    }
    mean[f] = own.reduce((sum, value) => sum + value, 0) / nRepeats;
    sd[f] = Math.sqrt(own.reduce((sum, value) => sum + (value - mean[f]!) ** 2, 0) / nRepeats);
  });
  return { baseline, mean, sd, importances };
}

function shuffledColumn(column: FeatureColumn, random: Random): FeatureColumn {
  return column.kind === 'numeric'
    ? { ...column, values: random.shuffle(column.values.slice()) }
    : { ...column, codes: random.shuffle(column.codes.slice()) };
}
