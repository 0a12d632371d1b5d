import { DomainError } from '@antidote/tabular';

/** A non-decreasing step-free curve: linear between the points, level outside them. */
export interface IsotonicCurve {
  /** Ascending, at least one. */
  x: Float64Array;
  y: Float64Array;
}

/** Scores closer than this are one, as in scikit-learn. */
const RESOLUTION = 1e-15;

/**
 * The non-decreasing curve with the least squared distance to the outcomes (pool adjacent violators). Equal scores are
 * one point with their mean outcome; points inside a level stretch are left out. scikit-learn's `IsotonicRegression`
 * with `out_of_bounds='clip'`.
 *
 * @param scores finite, one a row
 * @param outcomes such as 0 or 1
 * @param weights from 0, all 1 unless given; rows of weight 0 are left out
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range` for a value that is not finite or a negative weight,
 *   `too_few_rows` when no row has a weight
 * @see Barlow, Bartholomew, Bremner & Brunk, Statistical inference under order restrictions (1972)
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicCurve {
  check(scores, outcomes, weights);
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row)
    .filter((row) => (weights?.[row] ?? 1) > 0)
    .sort((a, b) => scores[a]! - scores[b]! || outcomes[a]! - outcomes[b]!);
  if (order.length === 0) {
    throw new DomainError('too_few_rows', 'There is no row of positive weight to fit; give at least one.');
  }
  const { x, y, weight } = mergeEqualScores(order, scores, outcomes, weights);
  poolViolators(y, weight);
  return withoutInnerPoints(x, y);
}

/** The curve's value at each score. */
export function isotonicValues({ x, y }: IsotonicCurve, scores: ArrayLike<number>): Float64Array {
  const last = x.length - 1;
  return Float64Array.from(scores, (score) => {
    if (score <= x[0]!) return y[0]!;
    if (score >= x[last]!) return y[last]!;
    let from = 0;
    let to = last;
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (x[middle]! <= score) from = middle;
      else to = middle;
    }
    return y[from]! + ((y[to]! - y[from]!) / (x[to]! - x[from]!)) * (score - x[from]!);
  });
}

function mergeEqualScores(
  order: Uint32Array,
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  weights?: ArrayLike<number>,
) {
  const x = new Float64Array(order.length);
  const y = new Float64Array(order.length);
  const weight = new Float64Array(order.length);
  let points = 0;
  for (const row of order) {
    if (points === 0 || scores[row]! - x[points - 1]! >= RESOLUTION) x[points++] = scores[row]!;
    const w = weights?.[row] ?? 1;
    y[points - 1]! += w * outcomes[row]!;
    weight[points - 1]! += w;
  }
  for (let point = 0; point < points; point++) y[point]! /= weight[point]!;
  return { x: x.subarray(0, points), y: y.subarray(0, points), weight: weight.subarray(0, points) };
}

/** Replaces `y` by the closest non-decreasing values: a block that falls below the one before is merged with it. */
function poolViolators(y: Float64Array, weight: Float64Array): void {
  const size = new Uint32Array(y.length);
  let blocks = 0;
  for (let point = 0; point < y.length; point++) {
    let mean = y[point]!;
    let total = weight[point]!;
    let rows = 1;
    while (blocks > 0 && y[blocks - 1]! >= mean) {
      blocks--;
      mean = (mean * total + y[blocks]! * weight[blocks]!) / (total + weight[blocks]!);
      total += weight[blocks]!;
      rows += size[blocks]!;
    }
    y[blocks] = mean;
    weight[blocks] = total;
    size[blocks] = rows;
    blocks++;
  }
  // From the last block back, so that no block is overwritten before it is spread.
  for (let block = blocks - 1, end = y.length; block >= 0; block--) {
    const mean = y[block]!;
    const begin = end - size[block]!;
    y.fill(mean, begin, end);
    end = begin;
  }
}

function withoutInnerPoints(x: Float64Array, y: Float64Array): IsotonicCurve {
  const kept = (_: number, i: number) => i === 0 || i === y.length - 1 || y[i] !== y[i - 1] || y[i] !== y[i + 1];
  return { x: x.filter(kept), y: y.filter(kept) };
}

function check(scores: ArrayLike<number>, outcomes: ArrayLike<number>, weights?: ArrayLike<number>): void {
  if (scores.length !== outcomes.length || (weights && weights.length !== scores.length)) {
    throw new DomainError(
      'shape_mismatch',
      `${scores.length} scores, ${outcomes.length} outcomes and ${weights?.length ?? 'no'} weights do not fit; give one of each a row.`,
    );
  }
  for (let row = 0; row < scores.length; row++) {
    if (Number.isFinite(scores[row]!) && Number.isFinite(outcomes[row]!) && (weights?.[row] ?? 1) >= 0) continue;
    throw new DomainError(
      'parameter_out_of_range',
      `Row ${row} has the score ${scores[row]}, the outcome ${outcomes[row]} and the weight ${weights?.[row] ?? 1}; give finite values and a weight of at least 0.`,
    );
  }
}
