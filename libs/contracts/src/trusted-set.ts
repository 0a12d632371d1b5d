import { z } from 'zod';
import { Seed } from './poison.js';

export const TrustedSetRequest = z
  .strictObject({
    versionId: z.uuid(),
    /** Rows to draw, stratified by label. */
    size: z.int().min(10, 'fewer than 10 rows tell nothing').max(100_000),
    seed: Seed.default(42),
  })
  .meta({ id: 'TrustedSetRequest' });
export type TrustedSetRequest = z.infer<typeof TrustedSetRequest>;

/** One reviewer's labels as a CSV file with the columns `row` and `label`. */
export const TrustedLabelsRequest = z
  .strictObject({ reviewer: z.string().trim().min(1).max(100), csv: z.string().max(16 * 1024 * 1024) })
  .meta({ id: 'TrustedLabelsRequest' });
export type TrustedLabelsRequest = z.infer<typeof TrustedLabelsRequest>;

const RowLabel = z.strictObject({ row: z.int().min(0), label: z.string().min(1) });

export const AdjudicationRequest = z
  .strictObject({ labels: z.array(RowLabel).min(1).max(100_000) })
  .meta({ id: 'AdjudicationRequest' });
export type AdjudicationRequest = z.infer<typeof AdjudicationRequest>;

/** What a share measured on n rows is worth: its 95 % Wilson interval. */
export const TrustedPrecision = z
  .strictObject({
    /** Accuracy that a model would show on the set, in [0, 1]. */
    accuracy: z.number(),
    low: z.number(),
    high: z.number(),
    /** Half the interval, in points of accuracy. */
    halfWidthPoints: z.number(),
  })
  .meta({ id: 'TrustedPrecision' });
export type TrustedPrecision = z.infer<typeof TrustedPrecision>;

export const TrustedSetState = z.enum(['drawn', 'sealed', 'retired']).meta({ id: 'TrustedSetState' });

/** Rows whose labels two people vouch for; sealed, they are kept out of every training and score what was trained. */
export const TrustedSet = z
  .strictObject({
    id: z.uuid(),
    dataset: z.string(),
    versionId: z.uuid(),
    state: TrustedSetState,
    seed: z.int(),
    size: z.int(),
    /** The intervals it can give, before one relies on it. */
    precision: z.array(TrustedPrecision),
    reviewers: z.array(z.strictObject({ reviewer: z.string(), labelled: z.int() })),
    /** Of the rows that both have labelled. */
    agreement: z.strictObject({
      rows: z.int(),
      agreed: z.int(),
      /** Cohen's kappa: 1 is full agreement, 0 what chance would give; null where it is not defined. */
      kappa: z.number().nullable(),
    }),
    /** Rows on which the two differ; each wants a final word before sealing. */
    conflicts: z.array(
      z.strictObject({
        row: z.int(),
        labels: z.array(z.strictObject({ reviewer: z.string(), label: z.string() })),
        adjudicated: z.string().nullable(),
      }),
    ),
    /** SHA-256 over rows, feature hashes and labels, once sealed. */
    digest: z.string().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    sealedAt: z.iso.datetime().nullable(),
    sealedBy: z.string().nullable(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'TrustedSet' });
export type TrustedSet = z.infer<typeof TrustedSet>;
