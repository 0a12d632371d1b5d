import type { EvasionNorm } from '@antidote/contracts';

/** Size of a change given one size a column, in standard deviations, each from 0. */
export function changeSize(steps: ArrayLike<number>, norm: EvasionNorm): number {
  let total = 0;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (norm === 'linf') total = Math.max(total, step);
    else total += norm === 'l1' ? step : step * step;
  }
  return norm === 'l2' ? Math.sqrt(total) : total;
}
