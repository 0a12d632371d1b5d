import { z } from 'zod';
import { AliasWindow, Impact, SourceName } from './lineage.js';

const Reason = z.string().trim().min(10, 'give a reason of at least 10 characters').max(2000);

/** What is marked bad. */
export const RecallSubject = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('version'), versionId: z.uuid() }),
    z.strictObject({ type: z.literal('source'), dataset: z.string().min(1).max(100), source: SourceName }),
  ])
  .meta({ id: 'RecallSubject' });
export type RecallSubject = z.infer<typeof RecallSubject>;

/**
 * Marks a version or a source bad: freezes the aliases that affected models hold, has the versions built anew without
 * the source, and proposes the retraining of what was served.
 */
export const RecallRequest = z.strictObject({ subject: RecallSubject, reason: Reason }).meta({ id: 'RecallRequest' });
export type RecallRequest = z.infer<typeof RecallRequest>;

/** Takes a recall back: aliases are free again, and the data counts as good. */
export const RecallLift = z.strictObject({ reason: Reason }).meta({ id: 'RecallLift' });
export type RecallLift = z.infer<typeof RecallLift>;

/** An alias that an affected model held when its data were recalled. Only an unaffected model may take it. */
export const AliasFreeze = z
  .strictObject({
    registeredModel: z.string(),
    alias: z.string(),
    modelId: z.uuid(),
    modelVersion: z.string(),
    /** When registry-promotion wrote the freeze on the model version in MLflow; null until then. */
    markedAt: z.iso.datetime().nullable(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AliasFreeze' });
export type AliasFreeze = z.infer<typeof AliasFreeze>;

/** A version without the recalled data, in place of an affected one. */
export const Replacement = z
  .strictObject({
    affectedVersionId: z.uuid(),
    /** The run that builds it; null when an earlier version takes its place. */
    runId: z.uuid().nullable(),
    state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
    versionId: z.uuid().nullable(),
  })
  .meta({ id: 'Replacement' });
export type Replacement = z.infer<typeof Replacement>;

/** The training of an affected model again, on the replacement of its version. One call starts it. */
export const RetrainProposal = z
  .strictObject({
    id: z.uuid(),
    modelId: z.uuid(),
    affectedVersionId: z.uuid(),
    state: z.enum(['proposed', 'started']),
    runId: z.uuid().nullable(),
    startedBy: z.string().nullable(),
    startedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RetrainProposal' });
export type RetrainProposal = z.infer<typeof RetrainProposal>;

export const Recall = z
  .strictObject({
    id: z.uuid(),
    subject: RecallSubject,
    dataset: z.string(),
    reason: z.string(),
    state: z.enum(['active', 'lifted']),
    freezes: z.array(AliasFreeze),
    replacements: z.array(Replacement),
    proposals: z.array(RetrainProposal),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    liftedAt: z.iso.datetime().nullable(),
    liftedBy: z.string().nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'Recall' });
export type Recall = z.infer<typeof Recall>;

/** A recall in force on the data that a model was trained on, as a gate's evidence shows it. */
export const RecallEvidence = z
  .strictObject({ id: z.uuid(), subject: RecallSubject, reason: z.string() })
  .meta({ id: 'RecallEvidence' });
export type RecallEvidence = z.infer<typeof RecallEvidence>;

/** What a recall would do, before it is done. */
export const RecallPlan = z
  .strictObject({
    impact: Impact,
    /** Aliases that affected models hold now. */
    freezes: z.array(AliasWindow),
    /** Versions to be replaced: by an earlier one, or, where `versionId` is null, by one built without the source. */
    replacements: z.array(z.strictObject({ affectedVersionId: z.uuid(), versionId: z.uuid().nullable() })),
    /** Models to be trained again. */
    proposals: z.array(z.strictObject({ modelId: z.uuid(), affectedVersionId: z.uuid() })),
  })
  .meta({ id: 'RecallPlan' });
export type RecallPlan = z.infer<typeof RecallPlan>;
