import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { SplitCriterion } from './kernel/split-criterion.js';

interface ParameterRule {
  default: number | string | boolean;
  accepts(value: unknown): boolean;
  allowed: string;
}

const wholeFrom = (minimum: number, maximum: number, fallback: number): ParameterRule => ({
  default: fallback,
  accepts: (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  allowed: `a whole number from ${minimum} to ${maximum}`,
});

const maxFeatures = (fallback: string): ParameterRule => ({
  default: fallback,
  accepts: (value) =>
    value === 'sqrt' ||
    value === 'log2' ||
    value === 'all' ||
    (typeof value === 'number' && ((Number.isInteger(value) && value >= 1) || (value > 0 && value < 1))),
  allowed: "'sqrt', 'log2', 'all', a whole number of features from 1, or a share between 0 and 1",
});

const GROWTH: Record<string, ParameterRule> = {
  criterion: {
    default: 'gini',
    accepts: (value) => value === 'gini' || value === 'entropy',
    allowed: "'gini' or 'entropy'",
  },
  maxDepth: {
    default: 'none',
    accepts: (value) => value === 'none' || (Number.isInteger(value) && (value as number) >= 1),
    allowed: "'none' or a whole number from 1",
  },
  minSamplesSplit: wholeFrom(2, 1_000_000_000, 2),
  minSamplesLeaf: wholeFrom(1, 1_000_000_000, 1),
};

/** The parameters of each model by scikit-learn's names in camelCase, with its defaults ('none' for its None). */
const PARAMETERS: Record<ModelKind, Record<string, ParameterRule>> = {
  'decision-tree': { ...GROWTH, maxFeatures: maxFeatures('all') },
  'random-forest': {
    nEstimators: wholeFrom(1, 10_000, 100),
    ...GROWTH,
    maxFeatures: maxFeatures('sqrt'),
    bootstrap: { default: true, accepts: (value) => typeof value === 'boolean', allowed: 'true or false' },
  },
};

/**
 * The full set of parameters of a model: those given, defaults for the rest.
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`
 */
export function checkParameters(kind: ModelKind, parameters: ModelParameters = {}): ModelParameters {
  if (!Object.hasOwn(PARAMETERS, kind)) {
    throw new DomainError(
      'unknown_model',
      `there is no model '${kind}'; choose ${Object.keys(PARAMETERS).join(' or ')}`,
    );
  }
  const rules = PARAMETERS[kind];
  for (const [name, value] of Object.entries(parameters)) {
    if (!Object.hasOwn(rules, name)) {
      throw new DomainError(
        'unknown_parameter',
        `${kind} has no parameter '${name}'; it has ${Object.keys(rules).join(', ')}`,
        { parameter: name },
      );
    }
    if (!rules[name]!.accepts(value)) {
      throw new DomainError(
        'parameter_out_of_range',
        `${name} of ${kind} is ${JSON.stringify(value)}; give ${rules[name]!.allowed}`,
        { parameter: name },
      );
    }
  }
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, parameters[name] ?? rule.default]));
}

/** Checked parameters in the form the learner works with. */
export interface LearnerSettings {
  nEstimators: number;
  bootstrap: boolean;
  criterion: SplitCriterion;
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  featuresPerNode: number;
}

/** @param parameters as `checkParameters` returns them */
export function learnerSettings(parameters: ModelParameters, featureCount: number): LearnerSettings {
  return {
    nEstimators: (parameters.nEstimators as number | undefined) ?? 1,
    bootstrap: (parameters.bootstrap as boolean | undefined) ?? false,
    criterion: parameters.criterion as SplitCriterion,
    maxDepth: parameters.maxDepth === 'none' ? Infinity : (parameters.maxDepth as number),
    minSamplesSplit: parameters.minSamplesSplit as number,
    minSamplesLeaf: parameters.minSamplesLeaf as number,
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
