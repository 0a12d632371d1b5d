import { checkCounts, total } from './chi-squared.js';

/**
 * The Jensen-Shannon distance of two histograms: the square root of their divergence in nats, in [0, sqrt(ln 2)], 0 for
 * equal shares; NaN with an empty histogram. As scipy's `jensenshannon`.
 *
 * @throws DomainError `shape_mismatch` for unequal lengths
 * @see Lin, Divergence measures based on the Shannon entropy (IEEE Transactions on Information Theory 37, 1991)
 */
export function jensenShannonDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  checkCounts(reference, current);
  const [n, m] = [total(reference), total(current)];
  if (n === 0 || m === 0) return NaN;
  let divergence = 0;
  for (let i = 0; i < reference.length; i++) {
    const [p, q] = [reference[i]! / n, current[i]! / m];
    const middle = (p + q) / 2;
    if (p > 0) divergence += p * Math.log(p / middle);
    if (q > 0) divergence += q * Math.log(q / middle);
  }
  return Math.sqrt(Math.max(0, divergence / 2));
}
