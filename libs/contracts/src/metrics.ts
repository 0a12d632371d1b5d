import { z } from 'zod';

/** Classification metrics, each in [0, 1], higher is better; precision, recall and F1 are macro averages. */
export const Metrics = z
  .strictObject({
    accuracy: z.number(),
    balancedAccuracy: z.number(),
    precision: z.number(),
    recall: z.number(),
    f1: z.number(),
  })
  .meta({ id: 'Metrics' });
export type Metrics = z.infer<typeof Metrics>;

/** A point estimate with its 95 % interval. */
export const Estimate = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Estimate' });
export type Estimate = z.infer<typeof Estimate>;
