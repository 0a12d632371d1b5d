import { DomainError } from '@antidote/tabular';
import { mean } from './mean.js';

/** P(positive) = 1 / (1 + exp(slope * score + intercept)); a useful score has a negative slope. */
export interface PlattSigmoid {
  slope: number;
  intercept: number;
}

const MAX_STEPS = 100;
/** Keeps the Hessian invertible where all scores are equal; the slope then stays 0. */
const RIDGE = 1e-12;

/**
 * The sigmoid that maps scores to probabilities with the least log loss against Platt's targets, (n+ + 1) / (n+ + 2) for
 * positives and 1 / (n- + 2) for negatives, which keep it finite on separable scores. The optimum of scikit-learn's
 * `_sigmoid_calibration`, found by Newton's steps with backtracking to machine precision.
 *
 * @param scores finite: decision values or probabilities
 * @param outcomes 1 for a positive row, else 0
 * @param weights from 0, all 1 unless given
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range`, `too_few_rows` without a row of positive weight
 * @see Platt, Probabilistic outputs for support vector machines (1999); Lin, Lin & Weng, A note on Platt's
 *   probabilistic outputs (Machine Learning 68, 2007)
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  weights?: ArrayLike<number>,
): PlattSigmoid {
  const prior = priors(scores, outcomes, weights);
  const targets = [1 / (prior[0] + 2), (prior[1] + 1) / (prior[1] + 2)] as const;
  // Newton's system is best conditioned for scores around 0 and of about 1 in size.
  const centre = mean(scores);
  let scale = 0;
  for (let row = 0; row < scores.length; row++) scale = Math.max(scale, Math.abs(scores[row]! - centre));
  if (scale === 0) scale = 1;

  const problem: Problem = {
    scores: Float64Array.from(scores, (score) => (score - centre) / scale),
    targets: Float64Array.from(outcomes, (outcome) => targets[outcome > 0 ? 1 : 0]),
    weights: Float64Array.from(scores, (_, row) => weights?.[row] ?? 1),
  };
  let slope = 0;
  let intercept = Math.log((prior[0] + 1) / (prior[1] + 1));
  let loss = lossOf(problem, slope, intercept);
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const step = newtonStep(problem, slope, intercept);
    let length = 1;
    let next = loss;
    while (length > 1e-10) {
      next = lossOf(problem, slope + length * step.slope, intercept + length * step.intercept);
      if (next < loss) break;
      length /= 2;
    }
    if (!(next < loss)) break;
    slope += length * step.slope;
    intercept += length * step.intercept;
    loss = next;
  }
  // The loss is flat to rounding near its minimum: one undamped step takes the gradient to zero.
  const last = newtonStep(problem, slope, intercept);
  slope = (slope + last.slope) / scale;
  return { slope, intercept: intercept + last.intercept - slope * centre };
}

/** The probability of the positive class at each score, in (0, 1). */
export function plattValues({ slope, intercept }: PlattSigmoid, scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score) => logistic(-(slope * score + intercept)));
}

interface Problem {
  scores: Float64Array;
  targets: Float64Array;
  weights: Float64Array;
}

const logistic = (z: number) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

function lossOf({ scores, targets, weights }: Problem, slope: number, intercept: number): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const z = slope * scores[row]! + intercept;
    // -t log p - (1 - t) log(1 - p) with p = 1 / (1 + e^z), written so that nothing overflows.
    loss += weights[row]! * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (1 - targets[row]!) * z);
  }
  return loss;
}

function newtonStep({ scores, targets, weights }: Problem, slope: number, intercept: number): PlattSigmoid {
  let gradientSlope = 0;
  let gradientIntercept = 0;
  let h11 = RIDGE;
  let h12 = 0;
  let h22 = RIDGE;
  for (let row = 0; row < scores.length; row++) {
    const p = logistic(-(slope * scores[row]! + intercept));
    const distance = weights[row]! * (targets[row]! - p);
    const curvature = weights[row]! * p * (1 - p);
    gradientSlope += distance * scores[row]!;
    gradientIntercept += distance;
    h11 += curvature * scores[row]! * scores[row]!;
    h12 += curvature * scores[row]!;
    h22 += curvature;
  }
  const determinant = h11 * h22 - h12 * h12;
  // Equal scores leave the slope undetermined: the intercept alone moves.
  if (determinant <= 1e-14 * h11 * h22) return { slope: 0, intercept: -gradientIntercept / h22 };
  return {
    slope: -(h22 * gradientSlope - h12 * gradientIntercept) / determinant,
    intercept: -(h11 * gradientIntercept - h12 * gradientSlope) / determinant,
  };
}

/** Weights of the negative and of the positive rows. */
function priors(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  weights?: ArrayLike<number>,
): [negative: number, positive: number] {
  if (scores.length !== outcomes.length || (weights && weights.length !== scores.length)) {
    throw new DomainError(
      'shape_mismatch',
      `${scores.length} scores, ${outcomes.length} outcomes and ${weights?.length ?? 'no'} weights do not fit; give one of each a row.`,
    );
  }
  const sums: [number, number] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const weight = weights?.[row] ?? 1;
    if (!Number.isFinite(scores[row]!) || !(weight >= 0)) {
      throw new DomainError(
        'parameter_out_of_range',
        `Row ${row} has the score ${scores[row]} and the weight ${weight}; give a finite score and a weight of at least 0.`,
      );
    }
    sums[outcomes[row]! > 0 ? 1 : 0] += weight;
  }
  if (sums[0] + sums[1] === 0) {
    throw new DomainError('too_few_rows', 'There is no row of positive weight to fit; give at least one.');
  }
  return sums;
}
