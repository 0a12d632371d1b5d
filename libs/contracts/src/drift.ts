import { z } from 'zod';

/** How two samples of a column were compared. */
export const DriftTest = z
  .enum(['ks', 'chi-squared', 'z-test', 'wasserstein', 'jensen-shannon', 'psi', 'structure'])
  .meta({ id: 'DriftTest' });
export type DriftTest = z.infer<typeof DriftTest>;

export const ColumnDrift = z
  .strictObject({
    column: z.string(),
    kind: z.enum(['numeric', 'category']),
    test: DriftTest,
    /** The test's own figure: KS D, chi-squared, z, Wasserstein distance in standard deviations, or a distance. */
    statistic: z.number().nullable(),
    /** Of the tests that have one; null for distances. */
    pValue: z.number().nullable(),
    /** A p-value below it, or a distance from it upwards, is drift. */
    threshold: z.number(),
    drifted: z.boolean(),
    /** Share of missing values, in [0, 1]. */
    missing: z.strictObject({ reference: z.number(), current: z.number() }),
    /** Categories that the reference lacks, the most frequent first, 20 at most. */
    newCategories: z.array(z.string()),
    /** Why the comparison is not the usual one, or null. */
    note: z.string().nullable(),
  })
  .meta({ id: 'ColumnDrift' });
export type ColumnDrift = z.infer<typeof ColumnDrift>;

export const DomainClassifier = z
  .strictObject({
    /** Area under the ROC curve of a forest that tells current rows from reference rows, out of bag; .5 is chance. */
    auc: z.number(),
    threshold: z.number(),
    drifted: z.boolean(),
    /** Rows drawn of each side. */
    referenceRows: z.int(),
    currentRows: z.int(),
  })
  .meta({ id: 'DomainClassifier' });
export type DomainClassifier = z.infer<typeof DomainClassifier>;

/** How a current table differs from a reference. */
export const DriftReport = z
  .strictObject({
    formatVersion: z.literal(1),
    rows: z.strictObject({ reference: z.int(), current: z.int() }),
    columns: z.array(ColumnDrift),
    label: ColumnDrift.nullable(),
    missingColumns: z.array(z.string()),
    newColumns: z.array(z.string()),
    /** Share of the shared columns that drifted, in [0, 1]. */
    driftShare: z.number(),
    driftShareThreshold: z.number(),
    domainClassifier: DomainClassifier.nullable(),
    drifted: z.boolean(),
    /** Plain words for each reason that `drifted` has. */
    reasons: z.array(z.string()),
    notes: z.array(z.string()),
  })
  .meta({ id: 'DriftReport' });
export type DriftReport = z.infer<typeof DriftReport>;
