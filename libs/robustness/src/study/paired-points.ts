import type { PairedDifference } from '@antidote/contracts';
import { pairedDifference } from '@antidote/statistics';

/** The paired difference a - b of shares in points; its interval is cut to what points can be, also with a single seed. */
export function pairedPoints(a: number[], b: number[]): PairedDifference {
  const points = (values: number[]) => values.map((value) => value * 100);
  const { value, low, high } = pairedDifference(points(a), points(b));
  return {
    points: { value, low: Math.max(-100, low), high: Math.min(100, high) },
    shown: a.length > 1 && (low > 0 || high < 0),
  };
}
