import { z } from 'zod';

/**
 * Classification metrics, by scikit-learn's definitions. The first five need labels alone and are always there; they
 * lie in [0, 1], higher is better, and precision, recall and F1 are macro averages. The others were added later, and
 * those of probabilities are absent where there are none or where the metric is undefined (one class in the truth).
 */
export const Metrics = z
  .strictObject({
    accuracy: z.number(),
    balancedAccuracy: z.number(),
    precision: z.number(),
    recall: z.number(),
    f1: z.number(),
    /** Averages by class share of the truth. */
    precisionWeighted: z.number().optional(),
    recallWeighted: z.number().optional(),
    f1Weighted: z.number().optional(),
    /** Matthews correlation coefficient, in [-1, 1]; higher is better, 0 is chance. */
    mcc: z.number().optional(),
    /** Two classes: of the second class. More: one against the rest, macro. In [0, 1], higher is better. */
    rocAuc: z.number().optional(),
    /** Average precision (the area under precision against recall), averaged as `rocAuc`. */
    averagePrecision: z.number().optional(),
    /** Mean negative natural logarithm of the probability of the true class, from 0; lower is better. */
    logLoss: z.number().optional(),
    /** Mean squared error of the probabilities; in [0, 1] for two classes, [0, 2] for more; lower is better. */
    brierScore: z.number().optional(),
    /** Mean distance of confidence and accuracy over ten equal bins of the top class's probability; lower is better. */
    expectedCalibrationError: z.number().optional(),
  })
  .meta({ id: 'Metrics' });
export type Metrics = z.infer<typeof Metrics>;

/** Metrics of one class against the rest, each in [0, 1], higher is better; 0 where a denominator is 0. */
export const ClassMetrics = z
  .strictObject({
    precision: z.number(),
    recall: z.number(),
    f1: z.number(),
    /** Rows of the class in the truth. */
    support: z.int(),
  })
  .meta({ id: 'ClassMetrics' });
export type ClassMetrics = z.infer<typeof ClassMetrics>;

/** A point estimate with its 95 % interval. */
export const Estimate = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Estimate' });
export type Estimate = z.infer<typeof Estimate>;
