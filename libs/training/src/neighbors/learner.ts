import { DomainError } from '@antidote/tabular';
import type { FitContext, Learner } from '../learner.js';
import { oneOf, wholeFrom } from '../parameter-table.js';
import { categoryShares } from '../standardization/category-shares.js';
import { numericScaling, standardized } from '../standardization/numeric-scaling.js';
import type { NeighborsModel } from './neighbors-model.js';

/**
 * k nearest neighbours by brute force, over the distance
 * sqrt(sum of squared differences of the standardised numbers + number of differing categories).
 *
 * - Numbers are standardised over sample weights; a missing one takes the median.
 * - Missing is a category like any other, and so is one that training had not. A category column whose every row
 *   differs (an id) is left out.
 * - A training row of weight w counts as w neighbours.
 * - Rows at the same distance as the last neighbour share the votes that are left in proportion to their weights, so
 *   that the order of the rows never matters.
 * - 'distance' weighs a vote by 1 / distance; where rows lie at distance 0, they alone vote.
 */
export const kNearestNeighborsLearner: Learner<NeighborsModel> = {
  parameters: {
    nNeighbors: wholeFrom(1, 1_000_000_000, 5),
    weights: oneOf(['uniform', 'distance'], 'uniform'),
  },
  fit,
};

function fit(context: FitContext<'k-nearest-neighbors'>): NeighborsModel {
  const { kind, binned, labels, classes, rows, sampleWeights, parameters, seed } = context;
  const weights = sampleWeights ?? new Float64Array(rows.length).fill(1);
  const available = weights.reduce((sum, weight) => sum + weight, 0);
  if ((parameters.nNeighbors as number) > available) {
    throw new DomainError(
      'parameter_out_of_range',
      `nNeighbors is ${parameters.nNeighbors} but there are ${available} training rows; give at most that many`,
      { parameter: 'nNeighbors' },
    );
  }
  context.progress(0, 1);
  const numeric = binned.columns.filter((column) => column.kind === 'numeric');
  const categories = binned.columns.filter((column) => column.kind === 'category');
  const scalings = numeric.map((column) => numericScaling(column.values, rows, sampleWeights));
  const values = new Float64Array(numeric.length * rows.length);
  numeric.forEach((column, n) => {
    for (let i = 0; i < rows.length; i++) {
      const value = column.values[rows[i]!]!;
      values[n * rows.length + i] = standardized(Number.isFinite(value) ? value : NaN, scalings[n]!);
    }
  });
  const codes = new Int32Array(categories.length * rows.length);
  categories.forEach((column, c) => {
    for (let i = 0; i < rows.length; i++) codes[c * rows.length + i] = column.codes[rows[i]!]!;
  });
  return {
    kind,
    classes,
    features: binned.schema,
    parameters,
    seed,
    medians: Float64Array.from(scalings, ({ median }) => median),
    means: Float64Array.from(scalings, ({ mean }) => mean),
    scales: Float64Array.from(scalings, ({ scale }) => scale),
    values,
    codes,
    overlapWeights: Float64Array.from(categories, (column) =>
      categoryShares(column, rows, sampleWeights).isIdentifier ? 0 : 1,
    ),
    labels: Int32Array.from(rows, (row) => labels[row]!),
    weights,
  };
}
