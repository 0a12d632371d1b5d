import type { Learner } from '../learner.js';
import type { BoostedModel } from './boosted-model.js';
import { BOOSTING_PARAMETERS } from './boosting-parameters.js';
import { fitBoosting } from './fit-boosting.js';
import { quickestKernel } from './wasm-histogram-kernel.js';

/**
 * Gradient boosting on log loss, with XGBoost's defaults.
 *
 * - A missing value takes the side that lowers the loss more; where a node had none, that of the heavier child.
 * - Categories are grouped by their gradients, without one-hot columns. Those that a node has too few rows of go with
 *   the missing ones, so an id-like column teaches nothing.
 * - A class without a training row gets a probability near 0. Constant and empty columns are never split on.
 * - One thread is used at present, whatever `threads` says; sums are exact, so more could not change the model.
 */
export const boosting: Learner<BoostedModel> = {
  parameters: BOOSTING_PARAMETERS,
  fit: (context) => fitBoosting(context, quickestKernel),
};
