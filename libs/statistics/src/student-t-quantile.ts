import { DomainError } from '@antidote/tabular';
import { incompleteBeta, logGammaRatio } from './incomplete-beta.js';
import { normalQuantile } from './normal-quantile.js';

/** P(T > t) for t >= 0: half the incomplete beta function at df / (df + t^2). */
const upperTail = (t: number, df: number) => {
  const whole = df + t * t;
  return incompleteBeta(df / whole, (t * t) / whole, df / 2, 0.5) / 2;
};

const density = (t: number, df: number) =>
  Math.exp(logGammaRatio(df / 2, 0.5) - ((df + 1) / 2) * Math.log1p((t * t) / df)) / Math.sqrt(df * Math.PI);

/**
 * The quantile of Student's t distribution, to a relative 1e-9.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, above 0
 * @throws DomainError `parameter_out_of_range` outside these ranges
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) {
    throw new DomainError(
      'parameter_out_of_range',
      `The t quantile at ${p} with ${df} degrees of freedom is undefined; p lies between 0 and 1, df above 0.`,
    );
  }
  if (p === 0.5) return 0;
  if (p < 0.5) return -upperQuantile(p, df);
  return upperQuantile(1 - p, df);
}

/** The t above 0 with the upper tail `tail`: closed forms for 1 and 2 degrees, else Newton's steps kept in a bracket. */
function upperQuantile(tail: number, df: number): number {
  if (df === 1) return 1 / Math.tan(Math.PI * tail);
  if (df === 2) return (1 - 2 * tail) / Math.sqrt(2 * tail * (1 - tail));
  if (df > 1e9) return normalQuantile(1 - tail);
  let low = 0;
  let high = 1;
  while (upperTail(high, df) > tail) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < 200; step++) {
    const excess = upperTail(t, df) - tail;
    if (excess > 0) low = t;
    else high = t;
    const newton = t + excess / density(t, df);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}
