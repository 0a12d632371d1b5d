import type { ModelParameters } from '@antidote/contracts';
import { binFeatures, fitModel } from '@antidote/training';
import { probabilitiesInGivenOrder, sharedByTwins, type CanonicalTable } from '../canonical-table.js';
import { unseenByTheForest } from './unseen-by-the-forest.js';

export interface OutOfBagOptions {
  seed: number;
  threads: number;
  parameters: ModelParameters;
  /** Names of the columns that the forest does not see; at least one must be left. */
  hidden?: readonly string[];
}

/**
 * Class probabilities of each row by the trees of a random forest that never saw it. Neither the order of rows, columns
 * and classes nor a monotone change of a number's scale makes a difference.
 * @returns row-major, rows x classes, in the given table's order
 */
export function outOfBagProbabilities(
  canonical: CanonicalTable,
  { seed, threads, parameters, hidden = [] }: OutOfBagOptions,
): Float64Array {
  const features = canonical.table.features.filter(({ name }) => !hidden.includes(name));
  const table = { ...canonical.table, features };
  const { codes, classes } = table.target;
  const binned = binFeatures(features, table.rowCount);
  const model = fitModel('random-forest', binned, codes, classes, { seed, threads, parameters, outOfBag: true });
  return probabilitiesInGivenOrder(canonical, sharedByTwins(canonical, unseenByTheForest(table, model, threads)));
}
