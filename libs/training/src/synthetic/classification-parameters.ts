import { DomainError } from '@antidote/tabular';
import { checkSeed } from '../sound-seed.js';

/** scikit-learn's parameters of `make_classification`, with its defaults. */
export interface ClassificationParameters {
  /** Default 100. */
  nSamples?: number;
  /** Default 20: informative, redundant and repeated ones, the rest noise. */
  nFeatures?: number;
  /** Default 2. */
  nInformative?: number;
  /** Linear combinations of the informative features; default 2. */
  nRedundant?: number;
  /** Copies of informative and redundant features; default 0. */
  nRepeated?: number;
  /** Default 2. */
  nClasses?: number;
  /** Default 2. */
  nClustersPerClass?: number;
  /** Share of each class, or of all but the last; equal unless told. */
  weights?: readonly number[];
  /** Share of rows that are given a class at random (which may be their own); default 0.01. */
  flipY?: number;
  /** Half the side of the hypercube; larger is easier; default 1. */
  classSep?: number;
  /** Clusters at the vertices of a hypercube (default), else of a random polytope. */
  hypercube?: boolean;
  /** Added to all features, or to each; null draws one a feature in [-classSep, classSep]; default 0. */
  shift?: number | readonly number[] | null;
  /** Multiplies all features, or each, after the shift; null draws one a feature in [1, 101]; default 1. */
  scale?: number | readonly number[] | null;
  /** Rows and features in random order; default true. */
  shuffle?: boolean;
  seed: number;
}

export interface FullClassificationParameters extends Required<ClassificationParameters> {
  /** One share a class. */
  weights: readonly number[];
}

/**
 * The parameters with their defaults, checked.
 *
 * @throws DomainError `parameter_out_of_range`
 */
export function checkClassificationParameters(given: ClassificationParameters): FullClassificationParameters {
  const full = {
    nSamples: 100,
    nFeatures: 20,
    nInformative: 2,
    nRedundant: 2,
    nRepeated: 0,
    nClasses: 2,
    nClustersPerClass: 2,
    flipY: 0.01,
    classSep: 1,
    hypercube: true,
    shift: 0,
    scale: 1,
    shuffle: true,
    ...given,
  };
  checkSeed(full.seed);
  const least = {
    nSamples: 1,
    nFeatures: 1,
    nInformative: 1,
    nRedundant: 0,
    nRepeated: 0,
    nClasses: 1,
    nClustersPerClass: 1,
  };
  for (const [name, limit] of Object.entries(least) as [keyof typeof least, number][]) {
    if (!Number.isInteger(full[name]) || full[name] < limit) {
      refuse(`${name} is ${full[name]}; give a whole number of at least ${limit}.`);
    }
  }
  const told = full.nInformative + full.nRedundant + full.nRepeated;
  if (told > full.nFeatures) {
    refuse(
      `nInformative, nRedundant and nRepeated make ${told} of ${full.nFeatures} features; give nFeatures of at least ${told}.`,
    );
  }
  const clusters = full.nClasses * full.nClustersPerClass;
  if (clusters > 2 ** full.nInformative) {
    refuse(
      `${full.nClasses} classes of ${full.nClustersPerClass} clusters need ${clusters} vertices, and ${full.nInformative} informative features have ${2 ** full.nInformative}; give nInformative of at least ${Math.ceil(Math.log2(clusters))}.`,
    );
  }
  if (!(full.flipY >= 0 && full.flipY <= 1)) refuse(`flipY is ${full.flipY}; give a share from 0 to 1.`);
  if (!(full.classSep > 0 && full.classSep < Infinity)) refuse(`classSep is ${full.classSep}; give a value above 0.`);
  return {
    ...full,
    weights: fullWeights(given.weights, full.nClasses),
    shift: perFeature('shift', full.shift, full.nFeatures),
    scale: perFeature('scale', full.scale, full.nFeatures),
  };
}

/** The last class takes what the others leave. */
function fullWeights(weights: readonly number[] | undefined, nClasses: number): readonly number[] {
  if (weights === undefined) return new Array<number>(nClasses).fill(1 / nClasses);
  if (weights.length !== nClasses && weights.length !== nClasses - 1) {
    refuse(`${weights.length} weights for ${nClasses} classes; give one a class, or for all but the last.`);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!weights.every((weight) => weight >= 0) || sum > 1 + 1e-9) {
    refuse(`The weights ${weights.join(', ')} sum to ${sum}; give shares from 0 that sum to at most 1.`);
  }
  return weights.length === nClasses ? weights : [...weights, Math.max(0, 1 - sum)];
}

function perFeature(name: string, value: number | readonly number[] | null, nFeatures: number) {
  if (value === null) return null;
  const values = typeof value === 'number' ? [value] : value;
  if (typeof value !== 'number' && values.length !== nFeatures) {
    refuse(`${name} has ${values.length} values for ${nFeatures} features; give one a feature.`);
  }
  if (!values.every((one) => Number.isFinite(one) && (name === 'shift' || one > 0))) {
    refuse(`${name} is ${values.join(', ')}; give finite values${name === 'scale' ? ' above 0' : ''}.`);
  }
  return value;
}

function refuse(message: string): never {
  throw new DomainError('parameter_out_of_range', message);
}
