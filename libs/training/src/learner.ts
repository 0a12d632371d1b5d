import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureColumn } from '@antidote/tabular';
import type { BinnedFeatures } from './binning/bin-features.js';
import type { ModelFacts } from './model-facts.js';
import type { ParameterTable } from './parameter-table.js';

/** Everything a learner is given, checked: `fitModel` has refused what no learner could use. */
export interface FitContext<K extends ModelKind = ModelKind> {
  kind: K;
  binned: BinnedFeatures;
  /** `binned.rowCount` codes into `classes`. */
  labels: Int32Array;
  classes: string[];
  /** Positions to train on, at least one; each has a label and a weight above 0. A position may occur repeatedly. */
  rows: Int32Array;
  /** Sample weight of each of `rows`, above 0; null when all are 1. */
  sampleWeights: Float64Array | null;
  /** `sampleWeights` times the class weight of the parameter `classWeight`; null when all are 1. */
  weights: Float64Array | null;
  /** Positions to judge early stopping by; none of them needs a label. */
  validationRows: Int32Array | null;
  /** The full set, defaults included. */
  parameters: ModelParameters;
  seed: number;
  /** From 1. Results never depend on it. */
  threads: number;
  outOfBag: boolean;
  /** Tells the caller how far the fit is, and throws DomainError `cancelled` when the caller has asked to stop. */
  progress(done: number, total: number): void;
}

/** How one or more kinds of model are fitted. */
export interface Learner<M extends ModelFacts> {
  parameters: ParameterTable;
  /** Deterministic in `context.seed`. @throws DomainError */
  fit(context: FitContext<M['kind']>): M;
}

/**
 * How a fitted model predicts. Apart from `Learner`, so that a saved model is loaded and used without training code.
 */
export interface Predictor<M extends ModelFacts> {
  /**
   * @param features the model's columns in the model's order; categories by the model's own codes, -1 for one that is
   *   missing or that the model has not seen; numbers finite or NaN (see `alignColumns`)
   * @param threads from 1; probabilities never depend on it
   * @returns row-major, `rowCount` x classes; each row sums to 1
   */
  probabilities(model: M, features: FeatureColumn[], rowCount: number, threads: number): Float64Array;
  /** True when the arrays fit each other and the facts, so that `probabilities` cannot read beside them or go on for ever. */
  isSound(model: M): boolean;
  /** The same for rows of the table that the model was fitted on, where bins make it quicker. */
  binnedProbabilities?(model: M, binned: BinnedFeatures, rows: ArrayLike<number>): Float64Array;
}
