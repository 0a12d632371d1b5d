import { z } from 'zod';
import { AttackName, Percent, Seed } from './poison.js';

export const BREAK_METRICS = ['accuracy', 'balanced-accuracy', 'f1'] as const;
export const BreakMetric = z.enum(BREAK_METRICS).meta({ id: 'BreakMetric' });
export type BreakMetric = z.infer<typeof BreakMetric>;

const Share = z.number().min(0).max(1);

/** The fewest poisoned rows that were found to take one model below the limit by one attack. */
export const BreakFinding = z
  .strictObject({
    /** A kind of model, `certified-vote`, or `own-trainer`. */
    model: z.string(),
    attack: AttackName,
    /** The metric without poison, mean over seeds. */
    clean: Share,
    /** Rows poisoned in the cheapest break found; 0 where the clean model is below already, null where none was found. */
    rows: z.int().nullable(),
    percent: Percent.nullable(),
    /** The metric after that break. */
    reached: Share.nullable(),
    /** Rows that the search went up to. */
    searchedTo: z.int(),
    /** The fewest found by each seed, in seed order; null where none was found. */
    bySeed: z.array(z.int().nullable()),
    /** Row numbers of the training file that the break changes, ascending; rows that it adds have none. */
    changed: z.array(z.int()),
    added: z.int(),
    /** Why the search ended early, such as a class with fewer rows than the budget. */
    note: z.string().nullable(),
  })
  .meta({ id: 'BreakFinding' });
export type BreakFinding = z.infer<typeof BreakFinding>;

/** What it costs to take models below a limit: attacks found from above, a proof from below. */
export const BreakReport = z
  .strictObject({
    formatVersion: z.literal(1),
    metric: BreakMetric,
    below: Share,
    seeds: z.int(),
    seed: Seed,
    trainRows: z.int(),
    testRows: z.int(),
    findings: z.array(BreakFinding),
    /**
     * Of the vote of parts alone: fewer changed labels and added or removed rows than `atLeast` (a changed row counts
     * as two) cannot take it below. Null for a metric that the certificate does not speak of.
     */
    certified: z.strictObject({ voters: z.int(), clean: Share, atLeast: z.int() }).nullable(),
  })
  .meta({ id: 'BreakReport' });
export type BreakReport = z.infer<typeof BreakReport>;
