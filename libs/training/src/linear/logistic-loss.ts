import { inverseDeviations, type DesignMatrix } from './design-matrix.js';
import type { Objective } from './minimize.js';

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
  const logits = new Float64Array(outputs);
  const intercept = (numericCount + shares.length) * outputs;
  const firstVariable = numericCount * outputs;
  let total = 0;
  for (let i = 0; i < rowCount; i++) total += weights ? weights[i]! : 1;
  const penalty = 1 / (c * total);

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
    for (let i = 0; i < rowCount; i++) {
      const row = i * numericCount;
      const codes = i * categoryCount;
      const weight = (weights ? weights[i]! : 1) / total;
      if (outputs === 1) {
        // The general case below with a single output, which is several times quicker without its inner loops.
        let logit = base[0]!;
        for (let f = 0; f < numericCount; f++) logit += values[row + f]! * x[f]!;
        for (let f = 0; f < categoryCount; f++) logit += scaled[variables[codes + f]!]!;
        logits[0] = logit;
        loss += weight * toResiduals(logits, labels[i]!, weight);
        const residual = logits[0]!;
        for (let f = 0; f < numericCount; f++) gradient[f]! += values[row + f]! * residual;
        for (let f = 0; f < categoryCount; f++) sums[variables[codes + f]!]! += residual;
        gradient[intercept]! += residual;
        continue;
      }
      for (let k = 0; k < outputs; k++) logits[k] = base[k]!;
      for (let f = 0; f < numericCount; f++) {
        const value = values[row + f]!;
        const at = f * outputs;
        for (let k = 0; k < outputs; k++) logits[k]! += value * x[at + k]!;
      }
      for (let f = 0; f < categoryCount; f++) {
        const at = variables[codes + f]! * outputs;
        for (let k = 0; k < outputs; k++) logits[k]! += scaled[at + k]!;
      }
      loss += weight * toResiduals(logits, labels[i]!, weight);
      for (let f = 0; f < numericCount; f++) {
        const value = values[row + f]!;
        const at = f * outputs;
        for (let k = 0; k < outputs; k++) gradient[at + k]! += value * logits[k]!;
      }
      for (let f = 0; f < categoryCount; f++) {
        const at = variables[codes + f]! * outputs;
        for (let k = 0; k < outputs; k++) sums[at + k]! += logits[k]!;
      }
      for (let k = 0; k < outputs; k++) gradient[intercept + k]! += logits[k]!;
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

/** Log loss of a row; `logits` become weight * (probability - truth). */
function toResiduals(logits: Float64Array, label: number, weight: number): number {
  if (logits.length === 1) {
    const margin = label === 1 ? logits[0]! : -logits[0]!;
    // log(1 + e^-m) and its slope, without overflow on either side.
    const tail = Math.exp(-Math.abs(margin));
    const wrong = margin >= 0 ? tail / (1 + tail) : 1 / (1 + tail);
    logits[0] = label === 1 ? -weight * wrong : weight * wrong;
    return Math.log1p(tail) + Math.max(-margin, 0);
  }
  let top = logits[0]!;
  for (let k = 1; k < logits.length; k++) if (logits[k]! > top) top = logits[k]!;
  const own = logits[label]! - top;
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k]! - top);
    sum += logits[k]!;
  }
  for (let k = 0; k < logits.length; k++) logits[k] = (weight * logits[k]!) / sum;
  logits[label]! -= weight;
  return Math.log(sum) - own;
}
