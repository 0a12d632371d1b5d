import type { ModelParameters } from '@antidote/contracts';
import {
  CLASS_WEIGHT,
  numberAbove,
  numberFrom,
  trueOrFalse,
  wholeFrom,
  type ParameterTable,
} from '../parameter-table.js';
import type { GrowthSettings } from './boosted-tree-grower.js';

const share = (fallback: number) => ({
  default: fallback,
  accepts: (value: unknown) => typeof value === 'number' && value > 0 && value <= 1,
  allowed: 'a share above 0, at most 1',
});

const wholeOrNone = (minimum: number, fallback: number | string) => ({
  default: fallback,
  accepts: (value: unknown) => value === 'none' || (Number.isInteger(value) && (value as number) >= minimum),
  allowed: `'none' or a whole number from ${minimum}`,
});

/**
 * Names of scikit-learn's HistGradientBoostingClassifier and, where it has none or a plainer one, of XGBoost; defaults
 * of XGBoost, so that the two can be compared as they come.
 */
export const BOOSTING_PARAMETERS: ParameterTable = {
  /** Rounds at most; each grows one tree, or one a class for more than two classes. */
  nEstimators: wholeFrom(1, 10_000, 100),
  learningRate: {
    ...numberAbove(0, 0.3),
    accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
    allowed: 'a number above 0, at most 1',
  },
  maxDepth: wholeOrNone(1, 6),
  /** With a limit, the tree's best split is made next, wherever it is. */
  maxLeafNodes: wholeOrNone(2, 'none'),
  minSamplesLeaf: wholeFrom(1, 1_000_000_000, 1),
  /** Least hessian sum of a child: p (1 - p) a row, twice that for more than two classes. */
  minChildWeight: numberFrom(0, 1),
  l2Regularization: numberFrom(0, 1),
  /** Share of the rows that each round draws, without replacement. */
  subsample: share(1),
  /** Share of the features that each tree draws. */
  colsampleBytree: share(1),
  /** Stops when the validation loss has not fallen for `nIterNoChange` rounds, and keeps the rounds up to its lowest. */
  earlyStopping: trueOrFalse(false),
  /** Share of the training rows held out for early stopping, unless validation rows are given. */
  validationFraction: {
    ...share(0.1),
    accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
    allowed: 'a share above 0, below 1',
  },
  nIterNoChange: wholeFrom(1, 10_000, 10),
  classWeight: CLASS_WEIGHT,
};

export interface BoostingSettings extends GrowthSettings {
  nEstimators: number;
  subsample: number;
  colsampleBytree: number;
  earlyStopping: boolean;
  validationFraction: number;
  nIterNoChange: number;
}

/** @param parameters checked, the full set */
export function boostingSettings(parameters: ModelParameters): BoostingSettings {
  const limit = (value: unknown) => (value === 'none' ? Infinity : (value as number));
  return {
    ...(parameters as unknown as BoostingSettings),
    maxDepth: limit(parameters.maxDepth),
    maxLeafNodes: limit(parameters.maxLeafNodes),
  };
}
