import type { ModelFacts } from './model-facts.js';
import type { TreeEnsemble } from './tree/tree-ensemble.js';

/** Out-of-bag predictions of a forest: each row judged only by the trees that never saw it. */
export interface OutOfBag {
  /** Row-major, `rowCount` x classes, averaged leaf probabilities; NaN in a row without a vote. */
  probabilities: Float64Array;
  /** Number of trees that voted on each row; 0 for rows outside the training rows. */
  votes: Int32Array;
}

export type TreeModelKind = 'decision-tree' | 'random-forest' | 'extra-trees';

/** A fitted tree or forest. */
export interface TreeModel extends ModelFacts {
  kind: TreeModelKind;
  /** Who grew the trees, where it was not the project's engine: they then know nothing of bins. */
  engine?: 'mljs';
  trees: TreeEnsemble;
  outOfBag?: OutOfBag;
}
