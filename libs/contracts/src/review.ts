import { z } from 'zod';

export const DecisionAction = z.enum(['keep', 'relabel', 'drop']).meta({ id: 'DecisionAction' });
export type DecisionAction = z.infer<typeof DecisionAction>;

/** A reviewer's decision on one row. `label` is required for relabel and absent otherwise. */
export const DecisionRequest = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('keep') }),
    z.strictObject({ action: z.literal('relabel'), label: z.string() }),
    z.strictObject({ action: z.literal('drop') }),
  ])
  .meta({ id: 'DecisionRequest' });
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const ReviewState = z.enum(['open', 'finished', 'applied']).meta({ id: 'ReviewState' });
export type ReviewState = z.infer<typeof ReviewState>;

export const Review = z
  .strictObject({
    id: z.uuid(),
    dataset: z.string(),
    versionId: z.uuid(),
    versionDigest: z.string(),
    runId: z.uuid(),
    state: ReviewState,
    classes: z.array(z.string()),
    items: z.int(),
    decided: z.int(),
    kept: z.int(),
    relabelled: z.int(),
    dropped: z.int(),
    cleanedVersionId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

/** A row of the version as text, verbatim. `row` counts from 0 in the registered file. */
export const ReviewRow = z
  .strictObject({ row: z.int(), label: z.string(), values: z.array(z.string()) })
  .meta({ id: 'ReviewRow' });
export type ReviewRow = z.infer<typeof ReviewRow>;

/** A window of a version's rows; `columns` names the values of each row, the target is left out. */
export const VersionRows = z
  .strictObject({ columns: z.array(z.string()), rows: z.array(ReviewRow), total: z.int() })
  .meta({ id: 'VersionRows' });
export type VersionRows = z.infer<typeof VersionRows>;

export const ReviewItem = z
  .strictObject({
    id: z.uuid(),
    reviewId: z.uuid(),
    /** Position in the queue, from 1; most suspect first. */
    position: z.int(),
    row: z.int(),
    given: z.string(),
    suggested: z.string(),
    /** In [0, 1]; lower is more suspect. */
    quality: z.number(),
    decision: z
      .strictObject({
        action: DecisionAction,
        label: z.string().nullable(),
        decidedBy: z.string(),
        decidedAt: z.iso.datetime(),
      })
      .nullable(),
    /** Goes up with every decision; the `ETag` of the item, wanted back in `If-Match`. */
    revision: z.int(),
  })
  .meta({ id: 'ReviewItem' });
export type ReviewItem = z.infer<typeof ReviewItem>;

/** Everything the review page shows beside the row. */
export const ReviewItemDetail = ReviewItem.extend({
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['numeric', 'category']),
      /** The row's own value as text. */
      value: z.string(),
      /** Outside the middle 98 % of its given class, or in under 2 % of it. */
      unusual: z.boolean(),
      /** Numeric: minimum, quartiles, maximum in each class. Category: share of the value in each class. */
      byClass: z.array(
        z.strictObject({
          label: z.string(),
          quantiles: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]).nullable(),
          share: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** The nearest rows with the given label and with any other, nearest first. */
  nearestSame: z.array(ReviewRow),
  nearestOther: z.array(ReviewRow),
  reasons: z.strictObject({
    /** Share of out-of-bag votes for each class, in class order. */
    votes: z.array(z.strictObject({ label: z.string(), share: z.number() })),
    /** Of the nearest `neighbours` rows, how many bear another label. */
    neighbours: z.int(),
    neighboursOther: z.int(),
  }),
  /** The two most telling fields over a sample of rows, for the scatter. */
  scatter: z
    .strictObject({
      x: z.string(),
      y: z.string(),
      points: z.array(z.strictObject({ x: z.number(), y: z.number(), label: z.string() })),
      at: z.strictObject({ x: z.number(), y: z.number() }),
    })
    .nullable(),
}).meta({ id: 'ReviewItemDetail' });
export type ReviewItemDetail = z.infer<typeof ReviewItemDetail>;
