import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError, Random } from '@antidote/tabular';
import type { BinnedFeatures } from './binning/bin-features.js';
import { bootstrapWeights } from './forest/bootstrap-weights.js';
import { OutOfBagVotes } from './forest/out-of-bag-votes.js';
import { TreeGrower } from './kernel/tree-grower.js';
import { checkParameters, learnerSettings } from './parameters.js';
import { TreeEnsembleBuilder } from './tree/tree-ensemble.js';
import type { TreeModel } from './tree-model.js';

/** Random numbers of training: stream (TRAINING, tree), so that trees may be grown in any order. */
const TRAINING_STREAM = 2;
const MAX_CLASSES = 65_536;

export interface TrainOptions {
  /** By scikit-learn's names in camelCase; see `checkParameters`. */
  parameters?: ModelParameters;
  seed: number;
  /** Accepted from 1; results never depend on it. One thread is used at present. */
  threads?: number;
  /** Positions to train on; all rows when absent. Rows without a label are always left out. */
  rows?: ArrayLike<number>;
  /** Keep out-of-bag predictions; needs a forest with bootstrap. */
  outOfBag?: boolean;
  onPhase?(phase: 'fit', state: 'begin' | 'end'): void;
}

/**
 * Fits a decision tree or a random forest.
 *
 * @param binned the features, from `binFeatures`
 * @param labels `binned.rowCount` codes into `classes`; -1 is missing
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`, `shape_mismatch`,
 *   `too_few_rows`, `limit_exceeded`
 * @see Breiman, Random Forests (Machine Learning 45, 2001); scikit-learn's variant, which averages leaf probabilities
 */
export function fitModel(
  kind: ModelKind,
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  options: TrainOptions,
): TreeModel {
  const parameters = checkParameters(kind, options.parameters);
  const settings = learnerSettings(parameters, binned.schema.length);
  checkOptions(binned, labels, classes, options, settings.bootstrap);
  const rows = labelledRows(labels, options.rows);
  options.onPhase?.('fit', 'begin');

  const builder = new TreeEnsembleBuilder(classes.length);
  const grower = new TreeGrower(binned, classes.length, settings, builder);
  const votes = options.outOfBag ? new OutOfBagVotes(binned, classes.length) : null;
  const weights = new Uint16Array(rows.length).fill(1);
  const nodeRows = new Int32Array(rows.length);
  const payload = new Int32Array(rows.length);
  for (let tree = 0; tree < settings.nEstimators; tree++) {
    const random = new Random(options.seed, TRAINING_STREAM, tree);
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
  const model: TreeModel = {
    kind,
    classes,
    features: binned.schema,
    parameters,
    seed: options.seed,
    trees: builder.finish(),
  };
  if (votes) model.outOfBag = votes.finish();
  options.onPhase?.('fit', 'end');
  return model;
}

function labelledRows(labels: Int32Array, rows?: ArrayLike<number>): Int32Array {
  const count = rows?.length ?? labels.length;
  const kept = new Int32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i]! : i;
    if (labels[row]! >= 0) kept[size++] = row;
  }
  if (size === 0) throw new DomainError('too_few_rows', 'no row with a label to train on; give at least one');
  return kept.subarray(0, size);
}

function checkOptions(
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  { threads = 1, outOfBag = false }: TrainOptions,
  bootstrap: boolean,
): void {
  if (labels.length !== binned.rowCount) {
    throw new DomainError(
      'shape_mismatch',
      `there are ${labels.length} labels for ${binned.rowCount} rows; give one a row`,
    );
  }
  if (binned.schema.length === 0)
    throw new DomainError('shape_mismatch', 'the table has no feature column; give at least one');
  if (classes.length > MAX_CLASSES) {
    throw new DomainError(
      'limit_exceeded',
      `the target has ${classes.length} classes; at most ${MAX_CLASSES} are supported`,
    );
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new DomainError('parameter_out_of_range', `threads is ${threads}; give a whole number from 1 to 1024`);
  }
  if (outOfBag && !bootstrap) {
    throw new DomainError('invalid_argument', 'out-of-bag predictions need a forest with bootstrap: true');
  }
}
