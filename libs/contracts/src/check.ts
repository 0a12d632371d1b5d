import { z } from 'zod';
import { BreakFinding } from './break.js';
import { StudyReport } from './study.js';
import { ValidationReport } from './validation.js';

/** What `antidote check` says of a file, looked at from all sides by its labels as given. */
export const CheckReport = z
  .strictObject({
    rows: z.int(),
    /** Rows that studies and the detector looked at: a random part of a large file. */
    rowsStudied: z.int(),
    validation: ValidationReport.pick({ verdict: true, findings: true, checks: true }),
    labels: z.strictObject({
      flagged: z.int(),
      /** Wrong labels among all rows, by the detector's own probabilities. */
      estimatedWrong: z.number(),
      /** The most suspect first, ten at most; rows count from 0, quality is in [0, 1], lower is more suspect. */
      worst: z.array(z.strictObject({ row: z.int(), label: z.string(), suggested: z.string(), quality: z.number() })),
    }),
    study: StudyReport,
    /** Of the forest: the fewest rows found, within 5 %, that cost it five points. */
    breaks: z.array(BreakFinding),
    /** The accuracy that these five points leave. */
    below: z.number(),
    /** Commands to go on with, the most pressing first. */
    nextSteps: z.array(z.string()),
  })
  .meta({ id: 'CheckReport' });
export type CheckReport = z.infer<typeof CheckReport>;
