import type { ModelFacts } from '../model-facts.js';

/** The training rows of k nearest neighbours, standardised. */
export interface NeighborsModel extends ModelFacts {
  kind: 'k-nearest-neighbors';
  /** What replaces a missing value, the mean, and the scale of each numeric column. */
  medians: Float64Array;
  means: Float64Array;
  scales: Float64Array;
  /** Column-major, numeric columns x training rows, standardised. */
  values: Float64Array;
  /** Column-major, category columns x training rows, by `features`; -1 is missing. */
  codes: Int32Array;
  /** What a differing category adds to the squared distance: 1, or 0 for a column whose every row differs. */
  overlapWeights: Float64Array;
  /** Class code and sample weight of each training row. */
  labels: Int32Array;
  weights: Float64Array;
}
