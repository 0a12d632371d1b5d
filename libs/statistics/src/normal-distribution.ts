/**
 * P(X <= x) of the standard normal distribution, to an absolute 1e-15.
 *
 * @see Marsaglia, Evaluating the Normal Distribution (Journal of Statistical Software 11, 2004)
 */
export function normalDistribution(x: number): number {
  if (x < -9) return 0;
  if (x > 9) return 1;
  let sum = x;
  let term = x;
  let before = 0;
  for (let i = 3; sum !== before; i += 2) {
    before = sum;
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.91893853320467274178);
}
