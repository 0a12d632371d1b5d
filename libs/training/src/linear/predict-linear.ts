import { allFinite } from '../binning/all-finite.js';
import type { Predictor } from '../learner.js';
import { standardized } from '../standardization/numeric-scaling.js';
import type { LinearModel } from './linear-model.js';

/**
 * Logits are rounded down to multiples of this. Two that differ then differ enough to keep their probabilities apart,
 * so that the most probable class is the one with the highest logit, in this runtime and in any other.
 */
export const LOGIT_QUANTUM = 2 ** -30;

/** Times a standardised value, within `LARGEST_STANDARDIZED`, and summed over the columns it cannot overflow. */
const LARGEST_WEIGHT = 1e200;

/** Softmax of the logits, summed in the order that `LinearModel` states. */
export const linearPredictor: Predictor<LinearModel> = {
  probabilities(model, features, rowCount) {
    const classCount = model.classes.length;
    const { medians, means, scales, coefficients, categoryLogits } = model;
    const logits = new Float64Array(rowCount * classCount);
    for (let row = 0; row < rowCount; row++) logits.set(model.intercepts, row * classCount);
    let numeric = 0;
    let category = 0;
    for (const column of features) {
      if (column.kind === 'numeric') {
        const scaling = { median: medians[numeric]!, mean: means[numeric]!, scale: scales[numeric]! };
        const from = numeric * classCount;
        for (let row = 0; row < rowCount; row++) {
          const z = standardized(column.values[row]!, scaling);
          for (let c = 0; c < classCount; c++) logits[row * classCount + c]! += z * coefficients[from + c]!;
        }
        numeric++;
      } else {
        const missing = column.categories.length;
        for (let row = 0; row < rowCount; row++) {
          const code = column.codes[row]!;
          const from = (category + (code < 0 ? missing : code)) * classCount;
          for (let c = 0; c < classCount; c++) logits[row * classCount + c]! += categoryLogits[from + c]!;
        }
        category += missing + 1;
      }
    }
    for (let row = 0; row < rowCount; row++) softmax(logits.subarray(row * classCount, (row + 1) * classCount));
    return logits;
  },

  isSound({ classes, features, intercepts, medians, means, scales, coefficients, categoryLogits }) {
    const numeric = features.filter((feature) => feature.type === 'numeric').length;
    const variables = features.reduce((sum, { categories }) => sum + (categories ? categories.length + 1 : 0), 0);
    return (
      [medians, means, scales].every(allFinite) &&
      [intercepts, coefficients, categoryLogits].every((array) => array.every((x) => Math.abs(x) <= LARGEST_WEIGHT)) &&
      scales.every((scale) => scale > 0) &&
      intercepts.length === classes.length &&
      [medians, means, scales].every((array) => array.length === numeric) &&
      coefficients.length === numeric * classes.length &&
      categoryLogits.length === variables * classes.length
    );
  },
};

function softmax(logits: Float64Array): void {
  let top = -Infinity;
  for (let c = 0; c < logits.length; c++) {
    logits[c] = Math.floor(logits[c]! / LOGIT_QUANTUM) * LOGIT_QUANTUM;
    if (logits[c]! > top) top = logits[c]!;
  }
  let sum = 0;
  for (let c = 0; c < logits.length; c++) {
    logits[c] = Math.exp(logits[c]! - top);
    sum += logits[c]!;
  }
  for (let c = 0; c < logits.length; c++) logits[c]! /= sum;
}
