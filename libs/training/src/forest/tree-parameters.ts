import type { ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { GrowthLimits, SplitCriterion } from '../kernel/tree-job.js';
import {
  CLASS_WEIGHT,
  numberFrom,
  oneOf,
  trueOrFalse,
  wholeFrom,
  type ParameterRule,
  type ParameterTable,
} from '../parameter-table.js';
import type { TreeModelKind } from '../tree-model.js';

const maxFeatures = (fallback: string): ParameterRule => ({
  default: fallback,
  accepts: (value) =>
    value === 'sqrt' ||
    value === 'log2' ||
    value === 'all' ||
    (typeof value === 'number' && ((Number.isInteger(value) && value >= 1) || (value > 0 && value < 1))),
  allowed: "'sqrt', 'log2', 'all', a whole number of features from 1, or a share between 0 and 1",
});

const GROWTH: ParameterTable = {
  criterion: oneOf(['gini', 'entropy'], 'gini'),
  maxDepth: {
    default: 'none',
    accepts: (value) => value === 'none' || (Number.isInteger(value) && (value as number) >= 1),
    allowed: "'none' or a whole number from 1",
  },
  minSamplesSplit: wholeFrom(2, 1_000_000_000, 2),
  minSamplesLeaf: wholeFrom(1, 1_000_000_000, 1),
  minImpurityDecrease: numberFrom(0, 0),
  ccpAlpha: numberFrom(0, 0),
  classWeight: CLASS_WEIGHT,
};

export const DECISION_TREE_PARAMETERS: ParameterTable = { ...GROWTH, maxFeatures: maxFeatures('all') };

const forest = (bootstrap: boolean): ParameterTable => ({
  nEstimators: wholeFrom(1, 10_000, 100),
  ...GROWTH,
  maxFeatures: maxFeatures('sqrt'),
  bootstrap: trueOrFalse(bootstrap),
});

export const RANDOM_FOREST_PARAMETERS: ParameterTable = forest(true);
export const EXTRA_TREES_PARAMETERS: ParameterTable = forest(false);

/**
 * What the growers work with.
 * @param parameters as `checkParameters` returns them
 */
export function growthLimits(kind: TreeModelKind, parameters: ModelParameters, featureCount: number): GrowthLimits {
  return {
    nEstimators: (parameters.nEstimators as number | undefined) ?? 1,
    bootstrap: (parameters.bootstrap as boolean | undefined) ?? false,
    randomThresholds: kind === 'extra-trees',
    criterion: parameters.criterion as SplitCriterion,
    maxDepth: parameters.maxDepth === 'none' ? Infinity : (parameters.maxDepth as number),
    minSamplesSplit: parameters.minSamplesSplit as number,
    minSamplesLeaf: parameters.minSamplesLeaf as number,
    minImpurityDecrease: parameters.minImpurityDecrease as number,
    featuresPerNode: featuresPerNode(parameters.maxFeatures!, featureCount),
  };
}

function featuresPerNode(maxFeatures: number | string | boolean, featureCount: number): number {
  if (maxFeatures === 'all') return featureCount;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(featureCount)));
  if (maxFeatures === 'log2') return Math.max(1, Math.floor(Math.log2(featureCount)));
  const value = maxFeatures as number;
  if (value < 1) return Math.max(1, Math.floor(value * featureCount));
  if (value > featureCount) {
    throw new DomainError(
      'parameter_out_of_range',
      `maxFeatures is ${value} but the table has ${featureCount} features; give at most ${featureCount}`,
      { parameter: 'maxFeatures' },
    );
  }
  return value;
}
