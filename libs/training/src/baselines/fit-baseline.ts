import type { ModelParameters } from '@antidote/contracts';
import { DomainError, Random, type FeatureColumn } from '@antidote/tabular';
import { DecisionTreeClassifier } from 'ml-cart';
import { RandomForestClassifier } from 'ml-random-forest';
import type { BinnedFeatures } from '../binning/bin-features.js';
import { fitWith, type TrainOptions } from '../fit-with.js';
import type { FitContext, Learner } from '../learner.js';
import { completeParameters, oneOf, trueOrFalse, wholeFrom, type ParameterTable } from '../parameter-table.js';
import { numericScaling } from '../standardization/numeric-scaling.js';
import type { TreeModel } from '../tree-model.js';
import { cartEnsemble } from './cart-ensemble.js';

/** Trees x rows x rows x columns: about half a minute. ml-cart takes time quadratic in the rows. */
const MAX_WORK = 1e9;
const SEED_STREAM = 12;

/** What ml-cart can do, with its own defaults where they differ from ours: only Gini, no leaf minimum. */
const CART: ParameterTable = {
  criterion: oneOf(['gini'], 'gini'),
  maxDepth: {
    default: 'none',
    accepts: (value) => value === 'none' || (Number.isInteger(value) && (value as number) >= 1),
    allowed: "'none' or a whole number from 1",
  },
  minSamplesSplit: wholeFrom(2, 1_000_000_000, 2),
};

/** ml-random-forest draws columns once a tree, not at each node; a number of them or all. */
const FOREST: ParameterTable = {
  nEstimators: wholeFrom(1, 10_000, 50),
  ...CART,
  maxFeatures: {
    default: 'all',
    accepts: (value) => value === 'all' || (Number.isInteger(value) && (value as number) >= 1),
    allowed: "'all' or a whole number of features from 1",
  },
  bootstrap: trueOrFalse(true),
};

const BASELINE_LEARNERS: Record<'decision-tree' | 'random-forest', Learner<TreeModel>> = {
  'decision-tree': { parameters: CART, fit: fitCart },
  'random-forest': { parameters: FOREST, fit: fitForest },
};

/**
 * `fitModel` with the packages ml-cart and ml-random-forest in place of the project's engine (`--engine mljs`). The
 * models are of our own form, decide every row as the packages do, and can be saved and exported alike; where trees of
 * a forest tie, the class that sorts first wins. Missing numbers are given the median; categories count by their code,
 * missing as -1.
 *
 * @throws DomainError as `fitModel`; `unknown_model` for a kind that the packages lack; `limit_exceeded` for a table
 *   that they would take minutes for; `invalid_argument` for weights
 */
export function fitBaseline(
  kind: string,
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  options: TrainOptions,
): TreeModel {
  const known = baselineKind(kind);
  return fitWith(BASELINE_LEARNERS[known], known, binned, labels, classes, options);
}

/**
 * The full set of parameters of a baseline, as `checkParameters` for the project's engine.
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`
 */
export function checkBaselineParameters(kind: string, parameters: ModelParameters = {}): ModelParameters {
  const known = baselineKind(kind);
  return completeParameters(known, BASELINE_LEARNERS[known].parameters, parameters);
}

function baselineKind(kind: string): keyof typeof BASELINE_LEARNERS {
  if (kind === 'decision-tree' || kind === 'random-forest') return kind;
  throw new DomainError(
    'unknown_model',
    `the engine mljs has no ${kind}; it has decision-tree and random-forest, or use the engine native`,
  );
}

function fitCart(context: FitContext): TreeModel {
  const { rows, fills } = prepared(context, 1);
  const tree = new DecisionTreeClassifier(treeOptions(context.parameters));
  tree.train(rows, codesOf(context));
  const columns = fills.map((_, column) => column);
  return modelOf(context, cartEnsemble([{ root: tree.root, columns }], context.classes.length, fills, false));
}

function fitForest(context: FitContext): TreeModel {
  const { parameters, seed } = context;
  const nEstimators = parameters.nEstimators as number;
  const { rows, fills } = prepared(context, nEstimators);
  const maxFeatures = parameters.maxFeatures === 'all' ? fills.length : (parameters.maxFeatures as number);
  if (maxFeatures > fills.length) {
    throw new DomainError(
      'parameter_out_of_range',
      `maxFeatures is ${maxFeatures} but the table has ${fills.length} features; give at most ${fills.length}`,
      { parameter: 'maxFeatures' },
    );
  }
  const forest = new RandomForestClassifier({
    nEstimators,
    maxFeatures,
    replacement: false,
    seed: new Random(seed, SEED_STREAM).uint32() | 0,
    useSampleBagging: parameters.bootstrap as boolean,
    noOOB: true,
    treeOptions: treeOptions(parameters),
  });
  forest.train(rows, codesOf(context));
  const trees = forest.estimators.map(({ root }, tree) => ({ root, columns: forest.indexes[tree]! }));
  return modelOf(context, cartEnsemble(trees, context.classes.length, fills, true));
}

const codesOf = ({ rows, labels }: FitContext) => Array.from(rows, (row) => labels[row]!);

const treeOptions = ({ maxDepth, minSamplesSplit }: ModelParameters) => ({
  gainFunction: 'gini' as const,
  maxDepth: maxDepth === 'none' ? Infinity : (maxDepth as number),
  minNumSamples: (minSamplesSplit as number) - 1,
  gainThreshold: 0,
});

function modelOf({ kind, classes, binned, parameters, seed }: FitContext, trees: TreeModel['trees']): TreeModel {
  return { kind: kind as TreeModel['kind'], engine: 'mljs', classes, features: binned.schema, parameters, seed, trees };
}

/** The training rows as lists, which the packages take, and what stands for a missing value in each column. */
function prepared(context: FitContext, trees: number): { rows: number[][]; fills: number[] } {
  const { kind, binned, rows, weights, outOfBag } = context;
  if (weights) {
    throw new DomainError('invalid_argument', `the engine mljs takes no weights for ${kind}; use the engine native`);
  }
  if (outOfBag) {
    throw new DomainError('invalid_argument', 'the engine mljs keeps no out-of-bag predictions; use the engine native');
  }
  const width = binned.columns.length;
  const most = Math.floor(Math.sqrt(MAX_WORK / (trees * width)));
  if (rows.length > most) {
    throw new DomainError(
      'limit_exceeded',
      `the engine mljs takes time quadratic in the rows: ${trees} trees on ${rows.length} rows x ${width} columns would take minutes; give at most ${most} rows, fewer trees, or use the engine native`,
    );
  }
  context.progress(0, 1);
  const fills = binned.columns.map((column) =>
    column.kind === 'numeric' ? numericScaling(column.values, rows, null).median : -1,
  );
  return { rows: Array.from(rows, (row) => binned.columns.map((column, at) => cell(column, row, fills[at]!))), fills };
}

function cell(column: FeatureColumn, row: number, fill: number): number {
  if (column.kind === 'category') return column.codes[row]!;
  return Number.isFinite(column.values[row]!) ? column.values[row]! : fill;
}
