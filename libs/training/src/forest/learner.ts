import { DomainError, Random } from '@antidote/tabular';
import { TreeGrower } from '../kernel/tree-grower.js';
import type { FitContext, Learner } from '../learner.js';
import { TreeEnsembleBuilder } from '../tree/tree-ensemble.js';
import type { TreeModel, TreeModelKind } from '../tree-model.js';
import { bootstrapWeights } from './bootstrap-weights.js';
import { OutOfBagVotes } from './out-of-bag-votes.js';
import { DECISION_TREE_PARAMETERS, RANDOM_FOREST_PARAMETERS, treeSettings } from './tree-parameters.js';

/** Random numbers of training: stream (TRAINING, tree), so that trees may be grown in any order. */
const TRAINING_STREAM = 2;

export const decisionTreeLearner: Learner<TreeModel> = { parameters: DECISION_TREE_PARAMETERS, fit: fitTrees };

/** @see Breiman, Random Forests (2001); scikit-learn's variant, which averages leaf probabilities */
export const randomForestLearner: Learner<TreeModel> = { parameters: RANDOM_FOREST_PARAMETERS, fit: fitTrees };

function fitTrees(context: FitContext<TreeModelKind>): TreeModel {
  const { kind, binned, labels, classes, rows, parameters, seed } = context;
  const settings = treeSettings(parameters, binned.schema.length);
  if (context.outOfBag && !settings.bootstrap) {
    throw new DomainError('invalid_argument', 'out-of-bag predictions need a forest with bootstrap: true');
  }
  if (context.weights) {
    throw new DomainError('invalid_argument', `${kind} takes no sample weights yet; leave them out`);
  }
  const builder = new TreeEnsembleBuilder(classes.length);
  const grower = new TreeGrower(binned, classes.length, settings, builder);
  const votes = context.outOfBag ? new OutOfBagVotes(binned, classes.length) : null;
  const weights = new Uint16Array(rows.length).fill(1);
  const nodeRows = new Int32Array(rows.length);
  const payload = new Int32Array(rows.length);
  for (let tree = 0; tree < settings.nEstimators; tree++) {
    context.progress(tree, settings.nEstimators);
    const random = new Random(seed, TRAINING_STREAM, tree);
    if (settings.bootstrap) bootstrapWeights(weights, random);
    let drawn = 0;
    for (let i = 0; i < rows.length; i++) {
      if (weights[i] === 0) continue;
      nodeRows[drawn] = rows[i]!;
      payload[drawn] = (weights[i]! << 16) | labels[rows[i]!]!;
      drawn++;
    }
    const root = grower.grow(nodeRows, payload, drawn, random);
    votes?.add(builder.view(), root, rows, weights);
  }
  const model: TreeModel = { kind, classes, features: binned.schema, parameters, seed, trees: builder.finish() };
  if (votes) model.outOfBag = votes.finish();
  return model;
}
