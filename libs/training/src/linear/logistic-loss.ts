import { inverseDeviations, type DesignMatrix } from './design-matrix.js';
import type { Objective } from './minimize.js';

/** Rows looked at together. */
const ROWS = 4;

/**
 * Mean weighted log loss plus ||coefficients||^2 / (2 C * total weight): scikit-learn's objective over its scale, with
 * the penalty on the coefficients of standardised variables and none on the intercepts.
 *
 * The argument holds `outputs` numbers a variable, the numeric ones first, and `outputs` intercepts at the end.
 * With one output it is the logit of class 1 against class 0, else there is one output a class.
 *
 * @param labels from 0, one a row of the design
 * @param weights one a row; null when all are 1
 */
export function logisticLoss(
  design: DesignMatrix,
  labels: Int32Array,
  outputs: number,
  weights: Float64Array | null,
  c: number,
): Objective {
  const { rowCount, numericCount, values, variables, categoryCount, shares } = design;
  const inverse = inverseDeviations(shares);
  const scaled = new Float64Array(shares.length * outputs);
  const sums = new Float64Array(shares.length * outputs);
  const base = new Float64Array(outputs);
  const residuals = new Float64Array(ROWS * outputs);
  const intercept = (numericCount + shares.length) * outputs;
  const firstVariable = numericCount * outputs;
  let total = 0;
  for (let i = 0; i < rowCount; i++) total += weights ? weights[i]! : 1;
  const penalty = 1 / (c * total);

  /** Writes the logits of rows `from` to `to`, for a single output. */
  function addLogits(x: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const row = i * numericCount;
      const codes = i * categoryCount;
      let logit = base[0]!;
      for (let f = 0; f < numericCount; f++) logit += values[row + f]! * x[f]!;
      for (let f = 0; f < categoryCount; f++) logit += scaled[variables[codes + f]!]!;
      residuals[i - from] = logit;
    }
  }

  /** The same for several outputs: four at a time, whose sums stay in registers. */
  function addLogitsOfMany(x: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const row = i * numericCount;
      const codes = i * categoryCount;
      const at = (i - from) * outputs;
      let k = 0;
      for (; k + 4 <= outputs; k += 4) {
        let a = base[k]!;
        let b = base[k + 1]!;
        let c = base[k + 2]!;
        let d = base[k + 3]!;
        for (let f = 0, own = k; f < numericCount; f++, own += outputs) {
          const value = values[row + f]!;
          a += value * x[own]!;
          b += value * x[own + 1]!;
          c += value * x[own + 2]!;
          d += value * x[own + 3]!;
        }
        residuals[at + k] = a;
        residuals[at + k + 1] = b;
        residuals[at + k + 2] = c;
        residuals[at + k + 3] = d;
      }
      for (; k < outputs; k++) {
        let a = base[k]!;
        for (let f = 0, own = k; f < numericCount; f++, own += outputs) a += values[row + f]! * x[own]!;
        residuals[at + k] = a;
      }
      for (let f = 0; f < categoryCount; f++) {
        const variable = variables[codes + f]! * outputs;
        for (let k = 0; k < outputs; k++) residuals[at + k]! += scaled[variable + k]!;
      }
    }
  }

  /** Adds what `ROWS` rows from `from` on add to the gradient, and to the sums of the categories. */
  function addGradient(gradient: Float64Array, from: number, to: number): void {
    const row0 = from * numericCount;
    // Past the last row the residuals are 0; its values are read again.
    const row1 = Math.min(from + 1, to - 1) * numericCount;
    const row2 = Math.min(from + 2, to - 1) * numericCount;
    const row3 = Math.min(from + 3, to - 1) * numericCount;
    for (let f = 0, at = 0; f < numericCount; f++) {
      const value0 = values[row0 + f]!;
      const value1 = values[row1 + f]!;
      const value2 = values[row2 + f]!;
      const value3 = values[row3 + f]!;
      for (let k = 0; k < outputs; k++, at++) {
        const sum = gradient[at]! + value0 * residuals[k]! + value1 * residuals[k + outputs]!;
        gradient[at] = sum + value2 * residuals[k + 2 * outputs]! + value3 * residuals[k + 3 * outputs]!;
      }
    }
    for (let i = from; i < to; i++) {
      const at = (i - from) * outputs;
      const codes = i * categoryCount;
      for (let f = 0; f < categoryCount; f++) {
        const variable = variables[codes + f]! * outputs;
        for (let k = 0; k < outputs; k++) sums[variable + k]! += residuals[at + k]!;
      }
      for (let k = 0; k < outputs; k++) gradient[intercept + k]! += residuals[at + k]!;
    }
  }

  return (x, gradient) => {
    gradient.fill(0);
    sums.fill(0);
    for (let k = 0; k < outputs; k++) base[k] = x[intercept + k]!;
    for (let v = 0; v < shares.length; v++) {
      for (let k = 0; k < outputs; k++) {
        const at = v * outputs + k;
        scaled[at] = x[firstVariable + at]! * inverse[v]!;
        base[k]! -= shares[v]! * scaled[at]!;
      }
    }
    let loss = 0;
    for (let from = 0; from < rowCount; from += ROWS) {
      const to = Math.min(from + ROWS, rowCount);
      if (outputs === 1) addLogits(x, from, to);
      else addLogitsOfMany(x, from, to);
      for (let i = from; i < to; i++) {
        const at = (i - from) * outputs;
        const weight = (weights ? weights[i]! : 1) / total;
        loss +=
          weight *
          (outputs === 1
            ? toResidual(residuals, at, labels[i]!, weight)
            : toResiduals(residuals, at, outputs, labels[i]!, weight));
      }
      // Rows that are not there add nothing.
      residuals.fill(0, (to - from) * outputs);
      addGradient(gradient, from, to);
    }
    for (let v = 0; v < shares.length; v++) {
      for (let k = 0; k < outputs; k++) {
        const at = v * outputs + k;
        gradient[firstVariable + at] = inverse[v]! * (sums[at]! - shares[v]! * gradient[intercept + k]!);
      }
    }
    let squares = 0;
    for (let i = 0; i < intercept; i++) {
      squares += x[i]! * x[i]!;
      gradient[i]! += penalty * x[i]!;
    }
    return loss + (penalty / 2) * squares;
  };
}

/** Log loss of a row with a single logit, which becomes weight * (probability - truth). */
function toResidual(logits: Float64Array, at: number, label: number, weight: number): number {
  const margin = label === 1 ? logits[at]! : -logits[at]!;
  // log(1 + e^-m) and its slope, without overflow on either side.
  const tail = Math.exp(-Math.abs(margin));
  const wrong = margin >= 0 ? tail / (1 + tail) : 1 / (1 + tail);
  logits[at] = label === 1 ? -weight * wrong : weight * wrong;
  return Math.log1p(tail) + Math.max(-margin, 0);
}

/** Log loss of a row, whose `outputs` logits from `at` on become weight * (probability - truth). */
function toResiduals(logits: Float64Array, at: number, outputs: number, label: number, weight: number): number {
  const end = at + outputs;
  let top = logits[at]!;
  for (let k = at + 1; k < end; k++) if (logits[k]! > top) top = logits[k]!;
  const own = logits[at + label]! - top;
  let sum = 0;
  for (let k = at; k < end; k++) {
    logits[k] = Math.exp(logits[k]! - top);
    sum += logits[k]!;
  }
  const share = weight / sum;
  for (let k = at; k < end; k++) logits[k]! *= share;
  logits[at + label]! -= weight;
  return Math.log(sum) - own;
}
