export interface LossScale {
  low: number;
  high: number;
  ticks: number[];
  /** Where a value lies, in percent of the width. */
  at: (points: number) => number;
}

const STEPS = [1, 2, 5, 10, 20, 50];

/** A scale that holds 0 and every end given, with at most five round ticks. */
export function lossScale(ends: number[]): LossScale {
  const low = Math.min(0, ...ends);
  const high = Math.max(1, ...ends);
  const step = STEPS.find((size) => (high - low) / size <= 4) ?? 50;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick === 0 ? 0 : tick);
  return { low, high, ticks, at: (points) => (100 * (points - low)) / (high - low) };
}
