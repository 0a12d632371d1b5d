import { z } from 'zod';
import { CanaryAttack } from './detection.js';
import { LabelsUsed } from './labels-used.js';
import { safeParseYaml } from './safe-parse-yaml.js';

const Alias = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'an alias has 1 to 64 letters, digits, - or _')
  .refine((name) => name !== 'latest' && !/^v\d+$/i.test(name), '`latest` and `v1`, `v2`, ... are reserved by MLflow');

export const Rule = z
  .discriminatedUnion('rule', [
    z.strictObject({
      rule: z.literal('accuracy'),
      /** Lowest accuracy on clean rows, in [0, 1]. */
      atLeast: z.number().min(0).max(1),
      /** Which labels the accuracy may have been measured on; `as-given` labels may be poisoned. */
      labels: z.array(LabelsUsed).min(1).default(['trusted', 'test-file', 'manifest']),
    }),
    z.strictObject({
      rule: z.literal('accuracy-lost'),
      /** Poison level in percent of the training rows. */
      level: z.number().gt(0).max(100),
      /** Highest mean loss in points of accuracy, read from the study of the model's kind and dataset. */
      atMostPoints: z.number().min(0).max(100),
      /** A study of fewer seeds is no evidence. */
      minSeeds: z.int().min(1).default(5),
    }),
    z.strictObject({ rule: z.literal('review-finished') }),
    z.strictObject({
      rule: z.literal('poison-seen'),
      /** Attacks of which the scorecard of a detection must have seen enough; the least seen counts. */
      attacks: z.array(CanaryAttack).min(1).default(['uniform']),
      /** Lowest share of the planted rows that is seen, in [0, 1]. */
      atLeast: z.number().min(0).max(1),
    }),
  ])
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof Rule>;

/** Limits that a model must meet before an alias may point to it. */
export const Policy = z
  .strictObject({
    formatVersion: z.literal(1),
    name: z.string().min(1).max(100),
    /** The ladder of aliases: a model takes one after it holds the one before. */
    aliases: z.array(Alias).min(1).default(['staging', 'champion']),
    approvals: z.int().min(0).max(10).default(2),
    /** Each kind of rule once: the evidence holds one figure for each. */
    rules: z
      .array(Rule)
      .min(1)
      .refine((rules) => new Set(rules.map(({ rule }) => rule)).size === rules.length, 'a rule stands here twice'),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;

/** The policy in force, pinned by the SHA-256 of its file; `solo` while the workspace has a single account. */
export const ActivePolicy = z
  .strictObject({ policy: Policy, sha256: z.string(), approvalMode: z.enum(['solo', 'quorum']) })
  .meta({ id: 'ActivePolicy' });
export type ActivePolicy = z.infer<typeof ActivePolicy>;

/** Parses a policy file (YAML or JSON). Returns zod's result; YAML faults appear as issues with their line. */
export function parsePolicy(text: string): z.ZodSafeParseResult<Policy> {
  return safeParseYaml(Policy, text);
}

/** One rule's outcome: the value read, its interval where there is one, the limit, and what to do when it fails. */
export const RuleResult = z
  .strictObject({
    rule: z.enum([
      'accuracy',
      'accuracy-lost',
      'review-finished',
      'poison-seen',
      'alias-ladder',
      'recalled-data',
      'quarantined-data',
    ]),
    outcome: z.enum(['pass', 'block']),
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    limit: z.number().nullable(),
    unit: z.enum(['share', 'points', 'rows']),
    reason: z.string(),
    remedy: z.string().nullable(),
  })
  .meta({ id: 'RuleResult' });
export type RuleResult = z.infer<typeof RuleResult>;

export const GateDecision = z
  .strictObject({ outcome: z.enum(['pass', 'block']), results: z.array(RuleResult) })
  .meta({ id: 'GateDecision' });
export type GateDecision = z.infer<typeof GateDecision>;
