import { z } from 'zod';
import { BreakMetric } from './break.js';
import { DetectionFamily } from './detection.js';
import { Expectations } from './expectations.js';
import { SourceName } from './lineage.js';
import { ModelKind, ModelParameters, ServableModelKind } from './model-kind.js';
import { AttackName, Percent, PoisonSpec, Seed } from './poison.js';
import { Resampling } from './resampling.js';
import { RunPriority } from './run-priority.js';
import { StudySpec } from './study.js';

/** What every run can be asked for beside its work. */
const scheduling = { priority: RunPriority.optional() };

/** What a run is asked to do: a union by `kind`. */
export const RunRequest = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('poison'), ...scheduling, versionId: z.uuid(), spec: PoisonSpec })
      .meta({ id: 'PoisonRunRequest' }),
    z
      .strictObject({
        kind: z.literal('train'),
        ...scheduling,
        versionId: z.uuid(),
        model: ServableModelKind.default('decision-tree'),
        parameters: ModelParameters.default({}),
        /** None unless told. */
        resample: Resampling.optional(),
        seed: Seed.default(42),
      })
      .meta({ id: 'TrainRunRequest' }),
    z
      .strictObject({ kind: z.literal('study'), ...scheduling, versionId: z.uuid(), spec: StudySpec })
      .meta({ id: 'StudyRunRequest' }),
    z
      .strictObject({
        kind: z.literal('find-label-issues'),
        ...scheduling,
        versionId: z.uuid(),
        seed: Seed.default(42),
        /** The families whose flagged rows go to review; wrong labels alone when absent. */
        reviewOf: z.array(DetectionFamily).min(1).max(5).optional(),
        /** Whether known poison is planted in hidden copies, to tell what would be missed. */
        scorecard: z.boolean().optional(),
        /** Whether models are trained with and without the flagged labels, to tell whether cleaning helps. */
        counterfactual: z.boolean().optional(),
      })
      .meta({ id: 'FindLabelIssuesRunRequest' }),
    z
      .strictObject({
        kind: z.literal('certify'),
        ...scheduling,
        versionId: z.uuid(),
        /** Parts of the training rows, each with a tree of its own; chosen by the rows when absent. */
        parts: z.int().min(2).max(10_000).optional(),
        seed: Seed.default(42),
      })
      .meta({ id: 'CertifyRunRequest' }),
    z
      .strictObject({
        kind: z.literal('break'),
        ...scheduling,
        versionId: z.uuid(),
        metric: BreakMetric.default('accuracy'),
        /** A model is broken when the metric is below this. */
        below: z.number().min(0).max(1),
        models: z.array(ModelKind).min(1).max(10).default(['decision-tree', 'random-forest']),
        attacks: z.array(AttackName).min(1).max(20).default(['uniform', 'targeted', 'boundary', 'greedy']),
        /** Attempts of each attack. */
        seeds: z.int().min(1).max(100).default(3),
        /** The greatest budget, in percent of the training rows. */
        mostPercent: z.number().gt(0).max(100).default(50),
        seed: Seed.default(42),
      })
      .meta({ id: 'BreakRunRequest' }),
    z
      .strictObject({
        kind: z.literal('learning-curve'),
        ...scheduling,
        versionId: z.uuid(),
        models: z.array(ModelKind).min(1).max(10).default(['decision-tree', 'random-forest']),
        /** Wrong labels in percent. */
        noise: z.array(Percent).min(1).max(10).default([5, 10, 50]),
        seeds: z.int().min(2).max(1000).default(10),
        seed: Seed.default(42),
        /** What one more labelled row, and one review of a label, cost. */
        priceRow: z.number().min(0).max(1e9).optional(),
        priceReview: z.number().min(0).max(1e9).optional(),
      })
      .meta({ id: 'LearningCurveRunRequest' }),
    z
      .strictObject({
        kind: z.literal('filter'),
        ...scheduling,
        versionId: z.uuid(),
        /** The version is built without the rows of these sources. */
        withoutSources: z.array(SourceName).min(1).max(100).optional(),
        /** It is built without the rows that its newest validation sets apart. */
        withoutQuarantined: z.literal(true).optional(),
      })
      .refine(
        ({ withoutSources, withoutQuarantined }) => withoutSources || withoutQuarantined,
        'give `withoutSources`, `withoutQuarantined` or both',
      )
      .meta({ id: 'FilterRunRequest' }),
    z
      .strictObject({
        kind: z.literal('validate'),
        ...scheduling,
        versionId: z.uuid(),
        seed: Seed.default(42),
        /** In place of those that the dataset has. */
        expectations: Expectations.optional(),
      })
      .meta({ id: 'ValidateRunRequest' }),
    z
      .strictObject({ kind: z.literal('apply-review'), ...scheduling, reviewId: z.uuid() })
      .meta({ id: 'ApplyReviewRunRequest' }),
  ])
  .meta({ id: 'RunRequest' });
export type RunRequest = z.infer<typeof RunRequest>;
export type RunKind = RunRequest['kind'];
export const RUN_KINDS = [
  'poison',
  'train',
  'study',
  'find-label-issues',
  'certify',
  'break',
  'learning-curve',
  'apply-review',
  'filter',
  'validate',
] as const satisfies RunKind[];

export const RunState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']).meta({ id: 'RunState' });
export type RunState = z.infer<typeof RunState>;

export const RunProgress = z.strictObject({ done: z.int(), total: z.int() }).meta({ id: 'RunProgress' });
export type RunProgress = z.infer<typeof RunProgress>;

/** A run is both the job and the provenance activity. */
export const Run = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(RUN_KINDS),
    state: RunState,
    dataset: z.string(),
    inputVersionId: z.uuid().nullable(),
    request: RunRequest,
    progress: RunProgress,
    /** Set when it succeeded: what it made. */
    outputVersionId: z.uuid().nullable(),
    outputModelId: z.uuid().nullable(),
    outputReviewId: z.uuid().nullable(),
    mlflow: z.strictObject({ runId: z.string(), url: z.string() }).nullable(),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    requestedBy: z.string(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;
