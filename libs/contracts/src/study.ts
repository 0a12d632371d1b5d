import { z } from 'zod';
import { Estimate } from './metrics.js';
import { LabelsUsed } from './labels-used.js';
import { ModelKind } from './model-kind.js';
import { AttackName, Percent, Seed } from './poison.js';

const unique = <T>(values: T[]) => new Set(values).size === values.length;

export const StudySpec = z
  .strictObject({
    levels: z.array(Percent).min(1).max(50).refine(unique, 'levels must differ').default([0, 5, 10, 50]),
    models: z.array(ModelKind).min(1).refine(unique, 'models must differ').default(['decision-tree', 'random-forest']),
    attacks: z.array(AttackName).min(1).refine(unique, 'attacks must differ').default(['uniform']),
    /** Number of seeds: independent splits and poisonings. */
    seeds: z.int().min(1).max(10_000).default(10),
    seed: Seed.default(42),
    /** Share of the rows held out for scoring, stratified; the training rows alone are poisoned. */
    testShare: z.number().gt(0).lt(1).default(0.3),
  })
  .meta({ id: 'StudySpec' });
export type StudySpec = z.infer<typeof StudySpec>;

/** Accuracies of one model under one attack at one level, over seeds. `sd` is the sample standard deviation. */
export const StudyCell = z
  .strictObject({
    model: ModelKind,
    attack: AttackName,
    level: Percent,
    mean: z.number(),
    sd: z.number(),
    n: z.int(),
    /** 95 % interval of the mean (Student's t over seeds). */
    interval: z.tuple([z.number(), z.number()]),
    /** Accuracy by seed, in seed order. */
    accuracies: z.array(z.number()),
  })
  .meta({ id: 'StudyCell' });
export type StudyCell = z.infer<typeof StudyCell>;

/** A difference in percentage points of accuracy, paired over seeds; claimed only when the interval excludes 0. */
export const PairedDifference = z
  .strictObject({ points: Estimate, shown: z.boolean() })
  .meta({ id: 'PairedDifference' });
export type PairedDifference = z.infer<typeof PairedDifference>;

export const StudyLoss = z.strictObject({
  model: ModelKind,
  attack: AttackName,
  level: Percent,
  /** Points of accuracy lost against level 0 (or the lowest level studied). Positive is a loss. */
  loss: PairedDifference,
});
export type StudyLoss = z.infer<typeof StudyLoss>;

export const StudyLead = z.strictObject({
  model: ModelKind,
  against: ModelKind,
  attack: AttackName,
  level: Percent,
  /** Points by which `model` is ahead of `against`. */
  lead: PairedDifference,
});
export type StudyLead = z.infer<typeof StudyLead>;

/** The result of a study, the same bytes for the same data, spec and seed: no times, paths or run ids. */
export const StudyReport = z
  .strictObject({
    formatVersion: z.literal(1),
    dataset: z.strictObject({
      name: z.string(),
      sha256: z.string(),
      rows: z.int(),
      features: z.int(),
      classes: z.array(z.string()),
      target: z.string(),
    }),
    spec: StudySpec,
    trainRows: z.int(),
    testRows: z.int(),
    fits: z.int(),
    labelsUsed: LabelsUsed,
    /** Accuracy of always saying the commonest class, on the scored rows. */
    majorityAccuracy: z.number(),
    cells: z.array(StudyCell),
    losses: z.array(StudyLoss),
    leads: z.array(StudyLead),
    /** One sentence, then reasons, then limits; a sentence claims a difference only when it was shown. */
    verdict: z.strictObject({ sentence: z.string(), reasons: z.array(z.string()), limits: z.array(z.string()) }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'StudyReport' });
export type StudyReport = z.infer<typeof StudyReport>;
