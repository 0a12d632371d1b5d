const EULER = 0.5772156649015329;

/**
 * c(n): mean path length of an unsuccessful search in a binary search tree of `n` values, 2 H(n-1) - 2 (n-1) / n with
 * H(i) = ln(i) + 0.5772; what is left of a path where a tree stops at `n` rows. 0 for one row, 1 for two.
 *
 * @see Liu, Ting & Zhou, Isolation Forest (ICDM 2008), eq. 1; the case of two rows is scikit-learn's
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}
