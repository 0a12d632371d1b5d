import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureSchema } from '@antidote/tabular';
import type { BoostedModel } from './boosting/boosted-model.js';
import type { LinearModel } from './linear/linear-model.js';
import type { NeighborsModel } from './neighbors/neighbors-model.js';
import type { TreeModel } from './tree-model.js';

/** What every fitted model says of itself. Models are plain data: they can be saved, sent to a thread and exported. */
export interface ModelFacts {
  kind: ModelKind;
  /** Exact label texts, sorted by code point; probabilities follow this order. */
  classes: string[];
  /** The columns it was fitted on, in order, with the categories it has seen. */
  features: FeatureSchema[];
  /** The full set, defaults included. */
  parameters: ModelParameters;
  seed: number;
}

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
