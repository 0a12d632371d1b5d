import type { Learner } from '../learner.js';
import type { BoostedModel } from './boosted-model.js';
import { BOOSTING_PARAMETERS } from './boosting-parameters.js';
import { fitBoosting } from './fit-boosting.js';
import { quickestKernel } from './wasm-histogram-kernel.js';

export const boosting: Learner<BoostedModel> = {
  parameters: BOOSTING_PARAMETERS,
  fit: (context) => fitBoosting(context, quickestKernel),
};
