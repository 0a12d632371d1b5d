import { DomainError, type FeatureColumn } from '@antidote/tabular';
import { categoryShares } from '../standardization/category-shares.js';
import { numericScaling, standardized, type NumericScaling } from '../standardization/numeric-scaling.js';

/**
 * The training rows as a linear model sees them. Every numeric column is one standardised variable; every category
 * column one 0/1 variable a category and one for missing, each standardised too, without being written out: a row holds
 * just the number of its variable.
 */
export interface DesignMatrix {
  rowCount: number;
  numericCount: number;
  /** Row-major, rows x numeric columns. */
  values: Float64Array;
  scalings: NumericScaling[];
  /** Row-major, rows x category columns: number of the row's variable among all `shares`. */
  variables: Int32Array;
  categoryCount: number;
  /** Where the variables of each category column begin, and their number as the last entry. */
  starts: Int32Array;
  /** Mean of each 0/1 variable; 0 leaves the variable out. */
  shares: Float64Array;
}

/** Coefficients beyond this number want another model, or fewer categories. */
const MAX_COEFFICIENTS = 4_000_000;

/**
 * @param rows positions that count
 * @param weights one for each of `rows`; null when all are 1
 * @param outputs coefficients a variable
 * @throws DomainError `limit_exceeded` naming the column with the most categories
 */
export function designMatrix(
  columns: FeatureColumn[],
  rows: Int32Array,
  weights: Float64Array | null,
  outputs: number,
): DesignMatrix {
  const numeric = columns.filter((column) => column.kind === 'numeric');
  const categories = columns.filter((column) => column.kind === 'category');
  const starts = new Int32Array(categories.length + 1);
  categories.forEach((column, c) => (starts[c + 1] = starts[c]! + column.categories.length + 1));
  const coefficients = (numeric.length + starts[categories.length]! + 1) * outputs;
  if (coefficients > MAX_COEFFICIENTS) {
    const [widest] = [...categories].sort((a, b) => b.categories.length - a.categories.length);
    throw new DomainError(
      'limit_exceeded',
      `logistic regression would need ${coefficients} coefficients and takes ${MAX_COEFFICIENTS}` +
        (widest ? `; column '${widest.name}' has ${widest.categories.length} categories: leave it out` : ''),
      widest ? { column: widest.name } : {},
    );
  }

  const scalings = numeric.map((column) => numericScaling(column.values, rows, weights));
  const values = new Float64Array(rows.length * numeric.length);
  numeric.forEach((column, n) => {
    for (let i = 0; i < rows.length; i++) {
      const value = column.values[rows[i]!]!;
      values[i * numeric.length + n] = standardized(Number.isFinite(value) ? value : NaN, scalings[n]!);
    }
  });
  const shares = new Float64Array(starts[categories.length]!);
  const variables = new Int32Array(rows.length * categories.length);
  categories.forEach((column, c) => {
    const found = categoryShares(column, rows, weights);
    if (!found.isIdentifier) shares.set(found.shares, starts[c]!);
    for (let i = 0; i < rows.length; i++) {
      const code = column.codes[rows[i]!]!;
      variables[i * categories.length + c] = starts[c]! + (code < 0 ? column.categories.length : code);
    }
  });
  return {
    rowCount: rows.length,
    numericCount: numeric.length,
    values,
    scalings,
    variables,
    categoryCount: categories.length,
    starts,
    shares,
  };
}

/** 1 / standard deviation of each 0/1 variable; 0 where it is constant, which leaves the variable out. */
export function inverseDeviations(shares: Float64Array): Float64Array {
  return shares.map((share) => (share > 0 && share < 1 ? 1 / Math.sqrt(share * (1 - share)) : 0));
}
