import { z } from 'zod';

export const EVASION_NORMS = ['l1', 'l2', 'linf'] as const;
export const EvasionNorm = z.enum(EVASION_NORMS).meta({ id: 'EvasionNorm' });
export type EvasionNorm = z.infer<typeof EvasionNorm>;

/** The smallest change of one row that was found to flip its prediction: an adversarial example. */
export const Evasion = z
  .strictObject({
    /** Row number in the file. */
    row: z.int(),
    /** Label as given; '' where it is missing. */
    label: z.string(),
    predicted: z.string(),
    /** What it is predicted as after the change; null where no flip was found. */
    becomes: z.string().nullable(),
    /** Size of the change in the columns' standard deviations; null where no flip was found. */
    distance: z.number().nullable(),
    changes: z.array(z.strictObject({ column: z.string(), from: z.number(), to: z.number() })),
  })
  .meta({ id: 'Evasion' });
export type Evasion = z.infer<typeof Evasion>;

export const EvasionReport = z
  .strictObject({
    formatVersion: z.literal(1),
    norm: EvasionNorm,
    /** True for a single tree, whose distances are the least there are; else they are upper bounds. */
    exact: z.boolean(),
    /** Columns that may be changed. */
    columns: z.array(z.string()),
    rows: z.int(),
    evasions: z.array(Evasion),
    /** Share of the labelled rows predicted rightly that no change within the budget was found to flip. */
    curve: z.array(z.strictObject({ budget: z.number(), robustAccuracy: z.number() })),
  })
  .meta({ id: 'EvasionReport' });
export type EvasionReport = z.infer<typeof EvasionReport>;
