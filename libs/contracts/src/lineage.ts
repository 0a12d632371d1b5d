import { z } from 'zod';

export const LineageNodeType = z
  .enum(['version', 'run', 'review', 'model', 'promotion'])
  .meta({ id: 'LineageNodeType' });
export type LineageNodeType = z.infer<typeof LineageNodeType>;

/** One thing of the lineage, pinned: a version by its digest, a model by the hash of its bytes. */
export const LineageNode = z
  .strictObject({
    id: z.uuid(),
    type: LineageNodeType,
    dataset: z.string(),
    /** Of a version or run its kind, of a model its learner, of a promotion `name@alias`. */
    label: z.string(),
    /** Of runs, reviews and promotions. */
    state: z.string().nullable(),
    /** SHA-256 of a version's table or of a model's bytes. */
    digest: z.string().nullable(),
    at: z.iso.datetime(),
    by: z.string(),
  })
  .meta({ id: 'LineageNode' });
export type LineageNode = z.infer<typeof LineageNode>;

/** What flowed from one thing into another, in the direction of the data. */
export const LineageEdge = z
  .strictObject({
    from: z.uuid(),
    to: z.uuid(),
    relation: z.enum(['input', 'made', 'decisions', 'evidence', 'promoted']),
  })
  .meta({ id: 'LineageEdge' });
export type LineageEdge = z.infer<typeof LineageEdge>;

/** Nodes stand after all that flowed into them. */
export const Lineage = z
  .strictObject({
    focus: z.uuid(),
    nodes: z.array(LineageNode),
    edges: z.array(LineageEdge),
    /** Whether more lies within the depth than the answer holds. */
    truncated: z.boolean(),
  })
  .meta({ id: 'Lineage' });
export type Lineage = z.infer<typeof Lineage>;

/** For how long a model held an alias; `until` is null while it does. */
export const AliasWindow = z
  .strictObject({
    registeredModel: z.string(),
    alias: z.string(),
    modelId: z.uuid(),
    modelVersion: z.string(),
    promotionId: z.uuid(),
    from: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AliasWindow' });
export type AliasWindow = z.infer<typeof AliasWindow>;

export const SourceName = z.string().min(1).max(1000);

/** What may turn out to be bad: a version, a source within a dataset, or a single row of a version. */
export const ImpactSubject = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('version'), versionId: z.uuid() }),
    z.strictObject({ type: z.literal('source'), dataset: z.string().min(1).max(100), source: SourceName }),
    z.strictObject({
      type: z.literal('row'),
      versionId: z.uuid(),
      row: z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
    }),
  ])
  .meta({ id: 'ImpactSubject' });
export type ImpactSubject = z.infer<typeof ImpactSubject>;

/** A version that holds what turned out bad. */
export const AffectedVersion = LineageNode.extend({
  /** Rows of the source, or equal to the row or made from it; of a bad version all of them. */
  rows: z.int(),
  /** `feature-hash` when the row was found in another registered file by the hash of its features. */
  foundBy: z.enum(['lineage', 'feature-hash']),
}).meta({ id: 'AffectedVersion' });
export type AffectedVersion = z.infer<typeof AffectedVersion>;

/** Everything downstream of the subject, with the aliases that affected models held and when. */
export const Impact = z
  .strictObject({
    subject: ImpactSubject,
    versions: z.array(AffectedVersion),
    runs: z.array(LineageNode),
    reviews: z.array(LineageNode),
    models: z.array(LineageNode),
    promotions: z.array(LineageNode),
    aliases: z.array(AliasWindow),
    edges: z.array(LineageEdge),
    /** What was not looked at, in words; empty when everything was. */
    limits: z.array(z.string()),
  })
  .meta({ id: 'Impact' });
export type Impact = z.infer<typeof Impact>;

export const VersionSources = z
  .strictObject({ sources: z.array(z.strictObject({ source: z.string(), rows: z.int() })) })
  .meta({ id: 'VersionSources' });
export type VersionSources = z.infer<typeof VersionSources>;
