import type { FitContext, Learner } from '../learner.js';
import { CLASS_WEIGHT, numberAbove, wholeFrom } from '../parameter-table.js';
import { designMatrix, inverseDeviations, type DesignMatrix } from './design-matrix.js';
import type { LinearModel } from './linear-model.js';
import { logisticLoss } from './logistic-loss.js';
import { minimize } from './minimize.js';

/** Intercept of a class without a training row: its probability is 0 whatever the row. */
const NEVER = -1e300;

/**
 * Logistic regression with an L2 penalty, multinomial for three classes and more, as scikit-learn's
 * make_pipeline(StandardScaler(), LogisticRegression(C)), solved by L-BFGS to a tight tolerance.
 *
 * - Numeric columns are standardised, categories are one-hot with each variable standardised too, over sample weights;
 *   the penalty ||coefficients||^2 / (2 C) is on those.
 * - A missing number takes the median. A missing category is a category of its own where training had some; else it
 *   adds nothing, as an average row. A category that training had not counts as missing.
 * - A constant or empty column gets the coefficient 0, and so does a category column whose every row differs (an id).
 * - A class without a training row gets probability 0.
 *
 * The rows' order shows in the last digits only: sums of the standardisation are compensated, the optimum is unique.
 */
export const logisticRegressionLearner: Learner<LinearModel> = {
  parameters: {
    C: numberAbove(0, 1),
    /** Largest entry of the mean loss's gradient at the end; scikit-learn stops at 1e-4. */
    tol: numberAbove(0, 1e-9),
    maxIter: wholeFrom(1, 1_000_000, 1000),
    classWeight: CLASS_WEIGHT,
  },
  fit,
};

function fit(context: FitContext<'logistic-regression'>): LinearModel {
  const { kind, binned, labels, classes, rows, sampleWeights, weights, parameters, seed } = context;
  const present = [...new Set(Array.from(rows, (row) => labels[row]!))].sort((a, b) => a - b);
  const outputs = present.length === 2 ? 1 : present.length;
  const design = designMatrix(binned.columns, rows, sampleWeights, outputs);
  const shifted = new Int32Array(classes.length);
  present.forEach((code, k) => (shifted[code] = k));
  const own = Int32Array.from(rows, (row) => shifted[labels[row]!]!);
  const start = new Float64Array((design.numericCount + design.shares.length + 1) * outputs);
  // A single class is certain without any coefficient.
  const minimum =
    present.length === 1
      ? { x: start, iterations: 0, converged: true }
      : minimize(
          logisticLoss(design, own, outputs, weights, parameters.C as number),
          start,
          { maxIterations: parameters.maxIter as number, tolerance: parameters.tol as number },
          (iteration) => context.progress(iteration, parameters.maxIter as number),
        );

  const spread = spreadOver(present, classes.length, outputs);
  const intercepts = spread(minimum.x.subarray(minimum.x.length - outputs));
  for (let code = 0; code < classes.length; code++) if (!present.includes(code)) intercepts[code] = NEVER;
  const firstVariable = design.numericCount * outputs;
  return {
    kind,
    classes,
    features: binned.schema,
    parameters,
    seed,
    intercepts,
    medians: Float64Array.from(design.scalings, ({ median }) => median),
    means: Float64Array.from(design.scalings, ({ mean }) => mean),
    scales: Float64Array.from(design.scalings, ({ scale }) => scale),
    coefficients: spread(minimum.x.subarray(0, firstVariable)),
    categoryLogits: spread(categoryLogits(design, minimum.x.subarray(firstVariable), outputs)),
    iterations: minimum.iterations,
    converged: minimum.converged,
  };
}

/** Rows of `outputs` numbers as rows with one number a class: 0 for a class without an output. */
function spreadOver(present: number[], classCount: number, outputs: number) {
  return (values: Float64Array): Float64Array => {
    const rowCount = values.length / outputs;
    const wide = new Float64Array(rowCount * classCount);
    for (let row = 0; row < rowCount; row++) {
      for (let k = 0; k < outputs; k++) {
        // A single output speaks for the second class against the first.
        const code = outputs === 1 && present.length === 2 ? present[1]! : present[k]!;
        wide[row * classCount + code] = values[row * outputs + k]!;
      }
    }
    return wide;
  };
}

/** What each category adds to the logits, from the coefficients of the standardised 0/1 variables. */
function categoryLogits({ starts, shares, categoryCount }: DesignMatrix, x: Float64Array, outputs: number) {
  const inverse = inverseDeviations(shares);
  const logits = new Float64Array(shares.length * outputs);
  for (let column = 0; column < categoryCount; column++) {
    const start = starts[column]!;
    const end = starts[column + 1]!;
    const missing = end - 1;
    for (let k = 0; k < outputs; k++) {
      let mean = 0;
      for (let v = start; v < end; v++) mean += shares[v]! * x[v * outputs + k]! * inverse[v]!;
      const added = (v: number) => (shares[v]! > 0 ? x[v * outputs + k]! * inverse[v]! - mean : 0);
      for (let v = start; v < end; v++) logits[v * outputs + k] = added(shares[v]! > 0 ? v : missing);
    }
  }
  return logits;
}
