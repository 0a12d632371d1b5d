/** Random forests alone, which load in half the time of all learners: the entry `@antidote/training/forests`. */
import type { BinnedFeatures } from './binning/bin-features.js';
import { fitWith, type TrainOptions } from './fit-with.js';
import { randomForestLearner } from './forest/learner.js';
import type { TreeModel } from './tree-model.js';

export { binFeatures } from './binning/bin-features.js';
export { impurityImportance } from './importance/impurity-importance.js';
export { leafIndices } from './tree/leaf-indices.js';
export type { TreeModel } from './tree-model.js';

/** The model of `fitModel('random-forest', ...)`, and what that throws. */
export function fitForest(
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  options: TrainOptions,
): TreeModel {
  return fitWith(randomForestLearner, 'random-forest', binned, labels, classes, options);
}
