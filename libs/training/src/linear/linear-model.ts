import type { ModelFacts } from '../model-facts.js';

/**
 * A fitted logistic regression. The logits of a row start from `intercepts`; then each column, in the model's order,
 * adds its part: a numeric one its standardised value times its row of `coefficients`, a category its row of
 * `categoryLogits`. That order is part of the model: a foreign runtime that keeps it gets the same bits.
 */
export interface LinearModel extends ModelFacts {
  kind: 'logistic-regression';
  /** One a class. */
  intercepts: Float64Array;
  /** What replaces a missing value, the mean, and the scale of each numeric column. */
  medians: Float64Array;
  means: Float64Array;
  scales: Float64Array;
  /** Row-major, numeric columns x classes: by one standard deviation of the column. */
  coefficients: Float64Array;
  /** Row-major; of each category column one row a category and one for missing, x classes. */
  categoryLogits: Float64Array;
  /** Steps of the optimiser. */
  iterations: number;
  /** False when `maxIter` ended the fit before `tol` was reached. */
  converged: boolean;
}
