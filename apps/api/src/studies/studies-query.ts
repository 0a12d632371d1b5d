import { z } from 'zod';

const MOST_STUDIES = 20;

/** Runs of studies, in the order in which their datasets are told. */
export const StudiesQuery = z.strictObject({
  runs: z
    .string()
    .transform((text) => text.split(','))
    .pipe(
      z
        .array(z.uuid('an id is a UUID'))
        .min(2, 'give the ids of two runs or more, with commas between them')
        .max(MOST_STUDIES, `give ${MOST_STUDIES} runs at most`)
        .refine((ids) => new Set(ids).size === ids.length, 'the runs must differ'),
    ),
});
export type StudiesQuery = z.infer<typeof StudiesQuery>;

export const StudiesFile = z.enum(['report.html', 'report.json']);
export type StudiesFile = z.infer<typeof StudiesFile>;
