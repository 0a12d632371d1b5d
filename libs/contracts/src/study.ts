import { z } from 'zod';
import { Estimate } from './metrics.js';
import { LabelsUsed } from './labels-used.js';
import { ModelKind } from './model-kind.js';
import { AttackName, AttackOptions, Percent, Seed } from './poison.js';

const unique = <T>(values: T[]) => new Set(values).size === values.length;

/**
 * What is done about flagged labels before training: their rows left out, given the label that the detector suggests,
 * every row weighed by the chance that its label is right, or the flagged rows reviewed by people who make no mistake.
 */
export const MITIGATIONS = ['pruned', 'relabelled', 'reweighted', 'reviewed'] as const;
export const Mitigation = z.enum(MITIGATIONS).meta({ id: 'Mitigation' });
export type Mitigation = z.infer<typeof Mitigation>;

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
    /** Studied beside no mitigation; none when absent. */
    mitigations: z.array(Mitigation).max(4).refine(unique, 'mitigations must differ').optional(),
    /** The accuracy that a model must keep: its breakdown level is read against it and the commonest class. */
    gate: z.number().min(0).max(1).optional(),
    /** A column that results are told by as well: its values, or the quarters of a number. */
    sliceBy: z.string().min(1).max(1000).optional(),
    /** What each attack aims at and can reach; its defaults when absent. */
    attackOptions: z.partialRecord(AttackName, AttackOptions).optional(),
  })
  .meta({ id: 'StudySpec' });
export type StudySpec = z.infer<typeof StudySpec>;

/** What a backdoor reaches; absent for attacks without a trigger. */
export const AttackSuccess = z
  .strictObject({
    /** Share of the scored rows of other classes that the trigger sends to the target class; higher is worse. */
    rate: Estimate,
    /** The same with a model of unpoisoned rows: what the trigger does by itself. */
    floor: z.number(),
    /** Rate by seed, in seed order. */
    rates: z.array(z.number()),
  })
  .meta({ id: 'AttackSuccess' });
export type AttackSuccess = z.infer<typeof AttackSuccess>;

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
    /** What follows is absent in reports of format 1. Rows changed or added, mean over seeds. */
    poisonedRows: z.number().optional(),
    balancedAccuracy: z.number().optional(),
    /** Recall by class in the dataset's order, mean over seeds; null for a class that no scored row has. */
    recall: z.array(z.number().nullable()).optional(),
    /** Expected calibration error, mean over seeds, in [0, 1]; lower is better. */
    calibrationError: z.number().optional(),
    /** Accuracy on test labels poisoned alike: what a study on poisoned labels would have read. Null where none was made. */
    naiveAccuracy: z.number().nullable().optional(),
    attackSuccess: AttackSuccess.optional(),
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

/** A model under an attack over all levels. */
export const StudySummary = z
  .strictObject({
    model: ModelKind,
    attack: AttackName,
    /** Area under the robustness curve: mean accuracy over the levels studied, trapezoids, in [0, 1]; null for one level. */
    area: Estimate.nullable(),
    /** The lowest studied level whose mean accuracy is below the gate or the commonest class; null when none is. */
    breakdown: z
      .strictObject({ level: Percent, below: z.enum(['gate', 'commonest-class']), threshold: z.number() })
      .nullable(),
  })
  .meta({ id: 'StudySummary' });
export type StudySummary = z.infer<typeof StudySummary>;

/** One model under one attack at one level after a mitigation. */
export const MitigatedCell = StudyCell.pick({
  model: true,
  attack: true,
  level: true,
  mean: true,
  sd: true,
  n: true,
  interval: true,
  accuracies: true,
  attackSuccess: true,
})
  .extend({
    mitigation: Mitigation,
    /** Training rows flagged, mean over seeds. */
    flaggedRows: z.number(),
    /** Points of accuracy won against no mitigation, paired over seeds; negative where it hurts. */
    gain: PairedDifference,
    /** Share of the loss won back, from the means: 1 is all; null where no loss is shown. */
    recovered: z.number().nullable(),
  })
  .meta({ id: 'MitigatedCell' });
export type MitigatedCell = z.infer<typeof MitigatedCell>;

/** The team's own trainer, run on the same splits and the same poison. */
export const TrainerStudy = z
  .strictObject({
    cells: z.array(
      StudyCell.pick({
        attack: true,
        level: true,
        mean: true,
        sd: true,
        n: true,
        interval: true,
        accuracies: true,
        poisonedRows: true,
        attackSuccess: true,
      }),
    ),
    losses: z.array(StudyLoss.omit({ model: true })),
    /** Points by which the trainer is ahead of a model. */
    leads: z.array(StudyLead.omit({ model: true })),
    sentences: z.array(z.string()),
  })
  .meta({ id: 'TrainerStudy' });
export type TrainerStudy = z.infer<typeof TrainerStudy>;

/** Results by groups of the scored rows. */
export const StudySlices = z
  .strictObject({
    column: z.string(),
    /** With the scored rows of a seed, mean over seeds. */
    slices: z.array(z.strictObject({ name: z.string(), rows: z.number() })),
    cells: z.array(
      z.strictObject({
        model: ModelKind,
        attack: AttackName,
        level: Percent,
        /** Index into `slices`. */
        slice: z.int(),
        /** Accuracy, mean over the seeds that score a row of the slice; null where none does. */
        mean: z.number().nullable(),
        /** Against the lowest level; null at that level itself. */
        loss: PairedDifference.nullable(),
      }),
    ),
    /** Where a slice loses more than all rows together, by its interval. */
    sentences: z.array(z.string()),
  })
  .meta({ id: 'StudySlices' });
export type StudySlices = z.infer<typeof StudySlices>;

/** The result of a study, the same bytes for the same data, spec and seed: no times, paths or run ids. */
export const StudyReport = z
  .strictObject({
    formatVersion: z.literal([1, 2]),
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
    /** Absent in reports of format 1. */
    summaries: z.array(StudySummary).optional(),
    mitigated: z.array(MitigatedCell).optional(),
    /** By the column that the spec slices by. */
    slices: StudySlices.optional(),
    ownTrainer: TrainerStudy.optional(),
    /** One sentence, then reasons, then limits; a sentence claims a difference only when it was shown. */
    verdict: z.strictObject({ sentence: z.string(), reasons: z.array(z.string()), limits: z.array(z.string()) }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'StudyReport' });
export type StudyReport = z.infer<typeof StudyReport>;

/** How much work a study is, before it starts. */
export const StudyEstimate = z
  .strictObject({
    /** Models to be fitted. */
    fits: z.int(),
    /** Processor time of one thread, measured on one fit of each model; workers share it. */
    seconds: z.number(),
    trainRows: z.int(),
    /** Levels that would poison nothing. */
    warnings: z.array(z.string()),
  })
  .meta({ id: 'StudyEstimate' });
export type StudyEstimate = z.infer<typeof StudyEstimate>;
