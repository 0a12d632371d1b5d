import { z } from 'zod';

export const FeatureSetColumn = z
  .strictObject({
    name: z.string().min(1).max(1000),
    type: z.enum(['numeric', 'category']),
    /** The values that a category may take, sorted by code point; null for a number. */
    categories: z.array(z.string()).nullable(),
    unit: z.string().min(1).max(100).nullable().default(null),
  })
  .refine(({ type, categories }) => (type === 'category') === (categories !== null), {
    message: 'a category lists its categories, a number has null',
    path: ['categories'],
  })
  .meta({ id: 'FeatureSetColumn' });
export type FeatureSetColumn = z.infer<typeof FeatureSetColumn>;

export const FeatureSetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, 'a feature set has 1 to 100 small letters, digits, - or _ for its name');

const Columns = z
  .array(FeatureSetColumn)
  .min(1)
  .max(10_000)
  .refine((columns) => new Set(columns.map(({ name }) => name)).size === columns.length, 'a column stands here twice');

/** Declares a feature set, or derives it from a dataset version. The same columns again give the version that exists. */
export const FeatureSetRequest = z
  .strictObject({ name: FeatureSetName, columns: Columns.optional(), versionId: z.uuid().optional() })
  .refine(
    ({ columns, versionId }) => (columns === undefined) !== (versionId === undefined),
    'give the columns, or the version to derive them from',
  )
  .meta({ id: 'FeatureSetRequest' });
export type FeatureSetRequest = z.infer<typeof FeatureSetRequest>;

/** A named, versioned schema with encodings, shared by datasets, models and serving. */
export const FeatureSet = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    version: z.int(),
    columns: z.array(FeatureSetColumn),
    /** SHA-256 over the columns. */
    digest: z.string(),
    versionId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'FeatureSet' });
export type FeatureSet = z.infer<typeof FeatureSet>;

/** One way in which what is served, or another table, differs from the feature set. */
export const SkewFinding = z
  .strictObject({
    column: z.string(),
    difference: z.enum(['missing-column', 'unknown-column', 'other-type', 'unknown-category']),
    /** Rows that show it; null where a schema was compared and no rows. */
    rows: z.int().nullable(),
    message: z.string(),
  })
  .meta({ id: 'SkewFinding' });
export type SkewFinding = z.infer<typeof SkewFinding>;

export const SchemaSkew = z
  .strictObject({ featureSetId: z.uuid(), versionId: z.uuid(), findings: z.array(SkewFinding) })
  .meta({ id: 'SchemaSkew' });
export type SchemaSkew = z.infer<typeof SchemaSkew>;
