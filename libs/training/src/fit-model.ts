import type { ModelKind } from '@antidote/contracts';
import type { BinnedFeatures } from './binning/bin-features.js';
import { fitWith, type TrainOptions } from './fit-with.js';
import type { Learner } from './learner.js';
import type { ModelByKind } from './model.js';
import { learnerOf } from './parameters.js';

export type { TrainOptions } from './fit-with.js';

/**
 * Fits a model. The same arguments give the same model, whatever the number of threads.
 *
 * A number that is NaN or infinite is missing. A class without a training row gets probability 0, and a single class
 * probability 1; a column with one value or none teaches nothing and is no error.
 *
 * @param binned the features, from `binFeatures`
 * @param labels `binned.rowCount` codes into `classes`; -1 is missing
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`, `shape_mismatch`,
 *   `too_few_rows`, `limit_exceeded`, `invalid_argument`, `cancelled`
 */
export function fitModel<K extends ModelKind>(
  kind: K,
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  options: TrainOptions,
): ModelByKind[K] {
  // The registry ties each kind to its model's form; a union of both cannot say so.
  const learner = learnerOf(kind) as unknown as Learner<ModelByKind[K]>;
  return fitWith(learner, kind, binned, labels, classes, options);
}
