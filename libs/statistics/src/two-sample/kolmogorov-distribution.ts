/**
 * P(K > x) of Kolmogorov's limiting distribution, in [0, 1], by whichever of its two series converges faster.
 *
 * @see Marsaglia, Tsang & Wang, Evaluating Kolmogorov's distribution (Journal of Statistical Software 8, 2003)
 */
export function kolmogorovSurvival(x: number): number {
  if (x < 0.2) return 1;
  if (x < 1.18) {
    const y = Math.exp(-(Math.PI ** 2) / (8 * x * x));
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += y ** (k * k);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 10; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
