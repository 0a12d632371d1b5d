/**
 * The quantile of sorted values by linear interpolation (numpy's and scipy's default).
 *
 * @param ascending sorted values, at least one
 * @param share in [0, 1]
 */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const at = share * (ascending.length - 1);
  const below = ascending[Math.floor(at)]!;
  return below + (ascending[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
