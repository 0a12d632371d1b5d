import { z } from 'zod';

/** A registered version whose rows are due to be erased. */
export const DueVersion = z
  .strictObject({
    versionId: z.uuid(),
    digest: z.string(),
    registeredAt: z.iso.datetime(),
    /** Rows that still hold values. */
    rows: z.int(),
  })
  .meta({ id: 'DueVersion' });
export type DueVersion = z.infer<typeof DueVersion>;

/** How long the rows of a dataset's versions are kept, from their registration. */
export const Retention = z
  .strictObject({
    dataset: z.string(),
    /** Null: for ever. */
    days: z.int().nullable(),
    setAt: z.iso.datetime().nullable(),
    setBy: z.string().nullable(),
    /** Versions that the rule has due now: the next sweep, within the hour, erases all their rows. */
    due: z.array(DueVersion),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof Retention>;

/** The longest is a hundred years. */
const MOST_DAYS = 36_500;

export const RetentionRequest = z
  .strictObject({
    days: z.int().min(1, 'the least is a day').max(MOST_DAYS).nullable(),
    /** Only tell what would be due. */
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'RetentionRequest' });
export type RetentionRequest = z.infer<typeof RetentionRequest>;
