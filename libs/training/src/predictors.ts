import type { ModelKind } from '@antidote/contracts';
import { boostedPredictor } from './boosting/predict-boosting.js';
import type { Predictor } from './learner.js';
import { linearPredictor } from './linear/predict-linear.js';
import type { ModelByKind } from './model.js';
import { neighborsPredictor } from './neighbors/predict-neighbors.js';
import { treePredictor } from './tree/predict-trees.js';

/** How the models of each kind predict; no training code is reached from here. */
export const PREDICTORS: { [K in ModelKind]: Predictor<ModelByKind[K]> } = {
  'decision-tree': treePredictor,
  'random-forest': treePredictor,
  'extra-trees': treePredictor,
  'gradient-boosting': boostedPredictor,
  'logistic-regression': linearPredictor,
  'k-nearest-neighbors': neighborsPredictor,
};
