import type { ModelKind } from '@antidote/contracts';
import { boosting } from './boosting/learner.js';
import { decisionTreeLearner, extraTreesLearner, randomForestLearner } from './forest/learner.js';
import type { Learner } from './learner.js';
import { logisticRegressionLearner } from './linear/learner.js';
import type { ModelByKind } from './model.js';
import { kNearestNeighborsLearner } from './neighbors/learner.js';

/** The learner of each kind of model. */
export const LEARNERS: { [K in ModelKind]: Learner<ModelByKind[K]> } = {
  'decision-tree': decisionTreeLearner,
  'random-forest': randomForestLearner,
  'extra-trees': extraTreesLearner,
  'gradient-boosting': boosting,
  'logistic-regression': logisticRegressionLearner,
  'k-nearest-neighbors': kNearestNeighborsLearner,
};
