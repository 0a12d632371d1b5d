import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureSchema } from '@antidote/tabular';
import type { TreeEnsemble } from './tree/tree-ensemble.js';

/** Out-of-bag predictions of a forest: each row judged only by the trees that never saw it. */
export interface OutOfBag {
  /** Row-major, `rowCount` x classes, averaged leaf probabilities; NaN in a row without a vote. */
  probabilities: Float64Array;
  /** Number of trees that voted on each row; 0 for rows outside the training rows. */
  votes: Int32Array;
}

/** A fitted tree or forest: plain data, so that it can be saved, sent to a thread and exported. */
export interface TreeModel {
  kind: ModelKind;
  /** Exact label texts, sorted by code point; probabilities follow this order. */
  classes: string[];
  features: FeatureSchema[];
  /** The full set, defaults included. */
  parameters: ModelParameters;
  seed: number;
  trees: TreeEnsemble;
  outOfBag?: OutOfBag;
}
