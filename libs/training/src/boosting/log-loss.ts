import type { GradientQuantum } from './gradient-quantum.js';
import { quantizedLeaf } from './boosted-model.js';

// Local names: a look-up of the global costs more than the function where a test runner guards its globals.
const { abs, exp, log, log1p, max } = Math;

/** Shares of classes are kept from 0, so that a class that is absent from the rows has a finite margin. */
const LEAST_SHARE = 1e-9;

/**
 * Log loss and its derivatives by the margins: the logistic function for two classes, softmax for more. As XGBoost,
 * the hessian of softmax is 2 p (1 - p), the diagonal's bound.
 *
 * @see Friedman, Greedy Function Approximation (Annals of Statistics 29, 2001)
 */
export class LogLoss {
  readonly targetCount: number;

  constructor(readonly classCount: number) {
    this.targetCount = classCount <= 2 ? 1 : classCount;
  }

  /** @param classWeights summed weight of each class */
  baseline(classWeights: Float64Array): Float64Array {
    const total = classWeights.reduce((sum, weight) => sum + weight, 0);
    const share = (c: number) => max(LEAST_SHARE, (classWeights[c] ?? 0) / total);
    if (this.classCount === 1) return Float64Array.of(0);
    if (this.classCount === 2) return Float64Array.of(quantizedLeaf(log(share(1) / share(0))));
    return Float64Array.from({ length: this.classCount }, (_, c) => quantizedLeaf(log(share(c))));
  }

  /**
   * Probabilities by which `gradients` works: of the second class for two classes, else of each class.
   * @param margins row-major, rows x targets
   * @param exponentials e^x of all of `into`, in place
   */
  probabilities(margins: Float64Array, into: Float64Array, exponentials: () => void): void {
    const { targetCount } = this;
    if (targetCount === 1) {
      for (let i = 0; i < margins.length; i++) into[i] = -margins[i]!;
      exponentials();
      for (let i = 0; i < margins.length; i++) into[i] = 1 / (1 + into[i]!);
      return;
    }
    for (let at = 0; at < margins.length; at += targetCount) {
      let highest = margins[at]!;
      for (let t = 1; t < targetCount; t++) if (margins[at + t]! > highest) highest = margins[at + t]!;
      for (let t = 0; t < targetCount; t++) into[at + t] = margins[at + t]! - highest;
    }
    exponentials();
    for (let at = 0; at < margins.length; at += targetCount) {
      let sum = 0;
      for (let t = 0; t < targetCount; t++) sum += into[at + t]!;
      for (let t = 0; t < targetCount; t++) into[at + t]! /= sum;
    }
  }

  /**
   * @param probabilities as `probabilities` gives them
   * @param weights one a row, or null for 1
   * @param into gradient and hessian of each row
   */
  gradients(
    target: number,
    probabilities: Float64Array,
    labels: Int32Array,
    weights: Float64Array | null,
    quantum: GradientQuantum,
    into: Float64Array,
  ): void {
    const { targetCount } = this;
    const positive = targetCount === 1 ? 1 : target;
    const curvature = targetCount === 1 ? 1 : 2;
    for (let row = 0; row < labels.length; row++) {
      const p = probabilities[row * targetCount + target]!;
      let gradient = quantum.round(labels[row] === positive ? p - 1 : p);
      let hessian = max(quantum.least, quantum.round(curvature * p * (1 - p)));
      if (weights) {
        // Rounded before and after: a whole weight then equals so many rows, and a broken one still sums exactly.
        gradient = quantum.round(gradient * weights[row]!);
        hessian = max(quantum.least, quantum.round(hessian * weights[row]!));
      }
      into[2 * row] = gradient;
      into[2 * row + 1] = hessian;
    }
  }

  /** Weighted mean of -log(probability of the label). */
  loss(margins: Float64Array, labels: Int32Array, weights: Float64Array | null): number {
    const { targetCount } = this;
    let sum = 0;
    let total = 0;
    for (let row = 0; row < labels.length; row++) {
      const weight = weights ? weights[row]! : 1;
      total += weight;
      if (targetCount === 1) {
        const away = labels[row] === 1 ? -margins[row]! : margins[row]!;
        sum += weight * (max(away, 0) + log1p(exp(-abs(away))));
        continue;
      }
      const at = row * targetCount;
      let highest = margins[at]!;
      for (let t = 1; t < targetCount; t++) if (margins[at + t]! > highest) highest = margins[at + t]!;
      let exponentials = 0;
      for (let t = 0; t < targetCount; t++) exponentials += exp(margins[at + t]! - highest);
      sum += weight * (highest + log(exponentials) - margins[at + labels[row]!]!);
    }
    return sum / total;
  }
}
