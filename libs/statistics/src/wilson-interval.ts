import { DomainError } from '@antidote/tabular';
import { normalQuantile } from './normal-quantile.js';

/**
 * The Wilson score interval of a share, in [0, 1]; right for small n and for shares near 0 or 1.
 *
 * @param successes from 0 to n
 * @param n at least 1
 * @param confidence in (0, 1)
 * @throws DomainError `parameter_out_of_range` outside these ranges
 * @see Wilson, Probable Inference (JASA 22, 1927)
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): [low: number, high: number] {
  if (!(n >= 1 && successes >= 0 && successes <= n)) {
    throw new DomainError(
      'parameter_out_of_range',
      `${successes} successes of ${n} is no share; give n of at least 1 and successes from 0 to n.`,
    );
  }
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [
    successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
    successes === n ? 1 : Math.min(1, (centre + half) / scale),
  ];
}
