import type { ModelKind } from '@antidote/contracts';
import type { BoostedModel } from './boosting/boosted-model.js';
import type { LinearModel } from './linear/linear-model.js';
import type { NeighborsModel } from './neighbors/neighbors-model.js';
import type { TreeModel } from './tree-model.js';

/** The form of the model of each kind; a kind without a line here does not compile. */
export interface ModelByKind {
  'decision-tree': TreeModel;
  'random-forest': TreeModel;
  'extra-trees': TreeModel;
  'gradient-boosting': BoostedModel;
  'logistic-regression': LinearModel;
  'k-nearest-neighbors': NeighborsModel;
}

/** Any fitted model, told apart by `kind`. */
export type Model = ModelByKind[ModelKind];
