import { checkCounts, total } from './chi-squared.js';

/**
 * The population stability index of two histograms, from 0; NaN with an empty one. An empty bin stands for a share of
 * 0.0001, or a millionth of the histogram's smallest share where that is not larger, as Evidently has it.
 *
 * @throws DomainError `shape_mismatch` for unequal lengths
 */
export function populationStabilityIndex(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  checkCounts(reference, current);
  if (total(reference) === 0 || total(current) === 0) return NaN;
  const [p, q] = [filledShares(reference), filledShares(current)];
  let index = 0;
  for (let i = 0; i < p.length; i++) index += (p[i]! - q[i]!) * Math.log(p[i]! / q[i]!);
  return index;
}

function filledShares(counts: ArrayLike<number>): Float64Array {
  const n = total(counts);
  const shares = Float64Array.from(counts, (count) => count / n);
  const smallest = shares.reduce((least, share) => (share > 0 && share < least ? share : least), 1);
  const filler = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
  return shares.map((share) => (share === 0 ? filler : share));
}
