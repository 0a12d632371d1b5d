import { z } from 'zod';
import { CONTROL_CHARACTERS } from './control-characters.js';
import { VersionKind } from './dataset.js';
import { SkewFinding } from './feature-set.js';
import { LabelsUsed } from './labels-used.js';
import { Estimate, Metrics } from './metrics.js';
import { ModelParameters, ServableModelKind } from './model-kind.js';
import { GateDecision, Policy } from './policy.js';
import { CanaryAttack } from './detection.js';
import { RecallEvidence } from './recall.js';

/** A trained model as the platform knows it; its bytes are pinned by `sha256`. */
export const Model = z
  .strictObject({
    id: z.uuid(),
    runId: z.uuid(),
    versionId: z.uuid(),
    versionDigest: z.string(),
    versionKind: VersionKind,
    dataset: z.string(),
    kind: ServableModelKind,
    parameters: ModelParameters,
    metrics: Metrics,
    accuracyInterval: z.tuple([z.number(), z.number()]),
    testRows: z.int(),
    labelsUsed: LabelsUsed,
    /** SHA-256 of model.onnx, hex. */
    sha256: z.string(),
    mlflow: z.strictObject({ runId: z.string(), modelId: z.string(), url: z.string() }),
    registered: z.strictObject({ name: z.string(), version: z.string(), aliases: z.array(z.string()) }).nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof Model>;

export const RegisteredModelName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    new RegExp(`^(?!\\s*$|\\.{1,2}$)[^/:${CONTROL_CHARACTERS}]+$`),
    "a registered model's name is more than blanks and dots, and holds no /, no : and no control characters",
  );

export const PromotionRequest = z
  .strictObject({
    modelId: z.uuid(),
    registeredModel: RegisteredModelName,
    alias: z.string().regex(/^[\w-]{1,64}$/),
    /** Why; with a single account this stands in for the second pair of eyes and is kept as evidence. */
    reason: z.string().trim().min(10, 'give a reason of at least 10 characters').max(2000),
  })
  .meta({ id: 'PromotionRequest' });
export type PromotionRequest = z.infer<typeof PromotionRequest>;

export const PromotionState = z
  .enum(['requested', 'checking', 'applying', 'live', 'refused', 'failed'])
  .meta({ id: 'PromotionState' });
export type PromotionState = z.infer<typeof PromotionState>;

/** What a gate looked at, pinned to exact versions. */
export const Evidence = z
  .strictObject({
    modelSha256: z.string(),
    versionDigest: z.string(),
    accuracy: z.strictObject({
      value: z.number(),
      low: z.number(),
      high: z.number(),
      testRows: z.int(),
      labelsUsed: LabelsUsed,
    }),
    /** The newest study of the same lineage and model kind that holds level 0 and the policy's, on unpoisoned rows. */
    study: z
      .strictObject({
        runId: z.uuid(),
        level: z.number(),
        points: z.number(),
        low: z.number(),
        high: z.number(),
        seeds: z.int(),
      })
      .nullable(),
    review: z
      .strictObject({
        id: z.uuid(),
        state: z.string(),
        items: z.int(),
        decided: z.int(),
        /** Rows that people relabelled or dropped. */
        changedRows: z.int(),
        /** Whether the model was trained on the version that these decisions made. */
        trainedOnResult: z.boolean(),
      })
      .nullable(),
    /** What the newest scorecard on the training rows, or on those they come from, says of the policy's attacks. */
    scorecard: z
      .strictObject({
        runId: z.uuid(),
        /** Share of the planted rows that was seen, with its 95 % interval; null where none could be planted. */
        attacks: z.array(z.strictObject({ attack: CanaryAttack, recall: Estimate.nullable() })),
      })
      .nullable()
      .default(null),
    /** Recalls in force on the version that the model was trained on. */
    recalls: z.array(RecallEvidence).default([]),
    /** The validation by which that version is in quarantine; null when it is not. */
    quarantinedBy: z.strictObject({ validationId: z.uuid(), versionId: z.uuid() }).nullable().default(null),
    approval: z.enum(['self-approved', 'approved']),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

export const Promotion = z
  .strictObject({
    id: z.uuid(),
    modelId: z.uuid(),
    registeredModel: z.string(),
    alias: z.string(),
    state: PromotionState,
    reason: z.string(),
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    modelVersion: z.string().nullable(),
    /** The version that held the alias before. */
    replaced: z.string().nullable(),
    policy: Policy.nullable(),
    policySha256: z.string().nullable(),
    evidence: Evidence.nullable(),
    decision: GateDecision.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Promotion' });
export type Promotion = z.infer<typeof Promotion>;

/** Rows to predict: feature values by column name, as text or number; null, '' and absent mean missing. */
export const PredictRequest = z
  .strictObject({
    rows: z
      .array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
      .min(1)
      .max(10_000),
  })
  .meta({ id: 'PredictRequest' });
export type PredictRequest = z.infer<typeof PredictRequest>;

export const PredictResponse = z
  .strictObject({
    registeredModel: z.string(),
    modelVersion: z.string(),
    sha256: z.string(),
    classes: z.array(z.string()),
    /** How the rows differ from what the model was trained on. */
    skew: z.array(SkewFinding).default([]),
    predictions: z.array(z.strictObject({ prediction: z.string(), probabilities: z.array(z.number()) })),
  })
  .meta({ id: 'PredictResponse' });
export type PredictResponse = z.infer<typeof PredictResponse>;
