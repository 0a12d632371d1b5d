import type { RunPriority } from '@antidote/contracts';

/** Turns in a band; three bands stay within the 31 bits that the queue's priority has. */
const BAND = 2 ** 28;
const BAND_OF: Record<RunPriority, number> = { low: 0, normal: 1, high: 2 };

/**
 * A job's priority for the queue, which claims the highest first: the run's priority, then whose turn it is. Jobs of a
 * study have rising turns; studies whose turns meet are served one job each, whatever their size.
 *
 * @param turn from 0, the earlier the sooner
 */
export function jobPriority(priority: RunPriority, turn: number): number {
  return BAND_OF[priority] * BAND + (BAND - 1 - Math.min(turn, BAND - 1));
}

/** The turn that `jobPriority` was given. */
export const turnOf = (jobPriority: number): number => BAND - 1 - (jobPriority % BAND);

/** The lowest and the highest priority for the queue that jobs of a run's priority have. */
export function bandOf(priority: RunPriority): [number, number] {
  return [BAND_OF[priority] * BAND, BAND_OF[priority] * BAND + BAND - 1];
}
