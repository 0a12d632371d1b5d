import { z } from 'zod';
import { LabelsUsed } from './labels-used.js';
import { ModelKind } from './model-kind.js';
import { Percent, Seed } from './poison.js';
import { PairedDifference } from './study.js';

/** What noise costs by the formula: labels flipped to any other class with equal chance, a learner that averages. */
export const QuantityForQuality = z
  .strictObject({
    classes: z.int(),
    /** Share of the labels that are wrong, in percent. */
    noise: Percent,
    /** 1 - noise K / (K - 1), in (-inf, 1]: what is left of the labels' signal; from 0 down nothing is. */
    signal: z.number(),
    /** Times as many rows as clean ones would do, 1 / signal^2; null where no number of rows does. */
    factor: z.number().nullable(),
  })
  .meta({ id: 'QuantityForQuality' });
export type QuantityForQuality = z.infer<typeof QuantityForQuality>;

/** Accuracy of one model on so many training rows with so much noise, over seeds. */
export const LearningPoint = z
  .strictObject({
    model: ModelKind,
    noise: Percent,
    rows: z.int(),
    mean: z.number(),
    sd: z.number(),
    n: z.int(),
    /** 95 % interval of the mean. */
    interval: z.tuple([z.number(), z.number()]),
    accuracies: z.array(z.number()),
  })
  .meta({ id: 'LearningPoint' });
export type LearningPoint = z.infer<typeof LearningPoint>;

/** What it takes to buy back the accuracy that noise costs at all rows. */
export const Recovery = z
  .strictObject({
    model: ModelKind,
    noise: Percent,
    /** Points of accuracy that noise costs on all training rows. */
    loss: PairedDifference,
    /**
     * `no-loss-shown`: noise is not shown to cost anything; `more-rows`: rows win back what it costs;
     * `does-not-recover`: the last doubling of the rows is not shown to win anything.
     */
    outcome: z.enum(['no-loss-shown', 'more-rows', 'does-not-recover']),
    /** Measured: so many times the rows that give the same accuracy with clean labels. Null unless `more-rows`. */
    factor: z.number().nullable(),
    /** True where the factor is more than what is given, as even the fewest clean rows do better. */
    factorIsLeast: z.boolean(),
    moreRows: z.int().nullable(),
    /** Labels to review, most suspect first, to win back nine tenths of the loss: an average of many tables. */
    reviews: z.int(),
    /** In the currency of the prices; null without a price, or where rows do not help. */
    rowsCost: z.number().nullable(),
    reviewsCost: z.number().nullable(),
    formula: QuantityForQuality,
  })
  .meta({ id: 'Recovery' });
export type Recovery = z.infer<typeof Recovery>;

export const LearningCurveReport = z
  .strictObject({
    formatVersion: z.literal(1),
    labelsUsed: LabelsUsed,
    trainRows: z.int(),
    testRows: z.int(),
    classes: z.int(),
    sizes: z.array(z.int()),
    seeds: z.int(),
    seed: Seed,
    points: z.array(LearningPoint),
    recoveries: z.array(Recovery),
    /** In words, one a model and noise. */
    sentences: z.array(z.string()),
  })
  .meta({ id: 'LearningCurveReport' });
export type LearningCurveReport = z.infer<typeof LearningCurveReport>;
