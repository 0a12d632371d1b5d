/**
 * The first Wasserstein (earth mover's) distance between two samples: the area between their distribution functions, in
 * the unit of the values. From 0; NaN with an empty sample.
 *
 * @param reference ascending, without NaN
 * @param current ascending, without NaN
 */
export function wassersteinDistance(reference: Float64Array, current: Float64Array): number {
  const [n, m] = [reference.length, current.length];
  if (n === 0 || m === 0) return NaN;
  let i = 0;
  let j = 0;
  let at = Math.min(reference[0]!, current[0]!);
  let area = 0;
  while (i < n || j < m) {
    const next = Math.min(i < n ? reference[i]! : Infinity, j < m ? current[j]! : Infinity);
    area += Math.abs(i / n - j / m) * (next - at);
    at = next;
    while (i < n && reference[i] === next) i++;
    while (j < m && current[j] === next) j++;
  }
  return area;
}
