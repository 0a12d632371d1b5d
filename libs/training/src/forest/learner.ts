import { DomainError } from '@antidote/tabular';
import type { FitContext, Learner } from '../learner.js';
import type { TreeModel, TreeModelKind } from '../tree-model.js';
import { pruneTrees } from '../tree/prune-trees.js';
import { growForest } from './grow-forest.js';
import {
  DECISION_TREE_PARAMETERS,
  EXTRA_TREES_PARAMETERS,
  growthLimits,
  RANDOM_FOREST_PARAMETERS,
} from './tree-parameters.js';

export const decisionTreeLearner: Learner<TreeModel> = { parameters: DECISION_TREE_PARAMETERS, fit: fitTrees };

/** @see Breiman, Random Forests (2001); scikit-learn's variant, which averages leaf probabilities */
export const randomForestLearner: Learner<TreeModel> = { parameters: RANDOM_FOREST_PARAMETERS, fit: fitTrees };

/** @see Geurts, Ernst & Wehenkel, Extremely randomized trees (Machine Learning 63, 2006) */
export const extraTreesLearner: Learner<TreeModel> = { parameters: EXTRA_TREES_PARAMETERS, fit: fitTrees };

function fitTrees(context: FitContext<TreeModelKind>): TreeModel {
  const { kind, binned, labels, classes, rows, weights, parameters, seed } = context;
  const limits = growthLimits(kind, parameters, binned.schema.length);
  const ccpAlpha = parameters.ccpAlpha as number;
  if (context.outOfBag) checkOutOfBag(limits.bootstrap, ccpAlpha, rows, binned.rowCount);
  const { trees, outOfBag } = growForest(
    { binned, classCount: classes.length, labels, rows, weights, seed, outOfBag: context.outOfBag, limits },
    { threads: context.threads, onTree: context.progress },
  );
  const model: TreeModel = {
    kind,
    classes,
    features: binned.schema,
    parameters,
    seed,
    trees: ccpAlpha > 0 ? pruneTrees(trees, ccpAlpha, limits.criterion) : trees,
  };
  if (outOfBag) model.outOfBag = outOfBag;
  return model;
}

function checkOutOfBag(bootstrap: boolean, ccpAlpha: number, rows: Int32Array, rowCount: number): void {
  if (!bootstrap) {
    throw new DomainError('invalid_argument', 'out-of-bag predictions need a forest with bootstrap: true');
  }
  if (ccpAlpha > 0) {
    throw new DomainError('invalid_argument', `out-of-bag predictions need ccpAlpha 0; it is ${ccpAlpha}`);
  }
  const seen = new Uint8Array(rowCount);
  for (const row of rows) {
    if (seen[row] === 1) {
      throw new DomainError(
        'invalid_argument',
        `row ${row} occurs twice, so a copy of it may be in the bag while the other is judged; give each row once or leave outOfBag out`,
      );
    }
    seen[row] = 1;
  }
}
