import { z } from 'zod';
import { LabelsUsed } from './labels-used.js';
import { Estimate } from './metrics.js';
import { ModelKind } from './model-kind.js';
import { AttackName, Percent } from './poison.js';
import { Mitigation, PairedDifference } from './study.js';

/** What is wrong with a row: its label, its values, a twin with another label, a planted trigger, or whom it came from. */
export const DETECTION_FAMILIES = ['label', 'outlier', 'duplicate', 'trigger', 'source'] as const;
export const DetectionFamily = z.enum(DETECTION_FAMILIES).meta({ id: 'DetectionFamily' });
export type DetectionFamily = z.infer<typeof DetectionFamily>;

export const DETECTORS = [
  'default',
  'confident-learning',
  'out-of-bag-margin',
  'nearest-neighbours',
  'contrastive-isolation-forest',
  'isolation-forest',
  'isolation-forest-npm',
  'conflicting-duplicates',
  'tuple-lift',
  'trigger-blind',
  'source-suspicion',
] as const;
export const DetectorName = z.enum(DETECTORS).meta({ id: 'DetectorName' });
export type DetectorName = z.infer<typeof DetectorName>;

/** What a scorecard plants: one attack for each way that labels and rows go bad. */
export const CanaryAttack = AttackName.extract([
  'uniform',
  'targeted',
  'boundary',
  'region',
  'outlier-injection',
  'wrong-label-duplicates',
  'bad-source',
  'backdoor-in-range',
]).meta({ id: 'CanaryAttack' });
export type CanaryAttack = z.infer<typeof CanaryAttack>;

const Share = z.number().min(0).max(1);

/** A trigger or a source that was found. */
export const DetectionFinding = z
  .strictObject({
    text: z.string(),
    /** Row ids, ascending. */
    rows: z.array(z.int()),
    score: z.number(),
    columns: z.array(z.string()).optional(),
    values: z.array(z.string()).optional(),
    source: z.string().optional(),
  })
  .meta({ id: 'DetectionFinding' });
export type DetectionFinding = z.infer<typeof DetectionFinding>;

/** A suspect row as one detector sees it. */
export const SuspectRow = z
  .strictObject({
    row: z.int(),
    label: z.string(),
    suggested: z.string(),
    /** In [0, 1]; lower is more suspect. */
    quality: Share,
    flagged: z.boolean(),
    /** Why, each in one sentence. */
    reasons: z.array(z.string()),
  })
  .meta({ id: 'SuspectRow' });
export type SuspectRow = z.infer<typeof SuspectRow>;

export const DetectorResult = z
  .strictObject({
    detector: DetectorName,
    family: DetectionFamily,
    title: z.string(),
    summary: z.string(),
    /** Rows worth a look. */
    flagged: z.int(),
    /** The most suspect rows, most suspect first; at most as many as the report says. */
    rows: z.array(SuspectRow),
    findings: z.array(DetectionFinding),
    /** Why the detector did not look at this table; null when it did. */
    notRun: z.string().nullable(),
  })
  .meta({ id: 'DetectorResult' });
export type DetectorResult = z.infer<typeof DetectorResult>;

export const NoiseShare = z.strictObject({ share: Share, low: Share, high: Share, rows: z.number().min(0) });

/** How much of one attack's poison the detectors of one family see. */
export const ScorecardSight = z.strictObject({
  family: DetectionFamily,
  /** Share of the planted rows that are flagged. */
  recall: Estimate,
  /** Share of planted rows among those flagged that the unpoisoned table's flags do not name; null when none is. */
  precision: Estimate.nullable(),
});
export type ScorecardSight = z.infer<typeof ScorecardSight>;

export const ScorecardRow = z
  .strictObject({
    attack: CanaryAttack,
    /** The family whose detectors should see it. */
    family: DetectionFamily,
    /** Rows planted, over all repeats. */
    planted: z.int(),
    /** Share of the planted rows that any family flags. */
    recall: Estimate.nullable(),
    sights: z.array(ScorecardSight),
    /** Why it could not be planted in this table; null when it was. */
    notPlanted: z.string().nullable(),
  })
  .meta({ id: 'ScorecardRow' });
export type ScorecardRow = z.infer<typeof ScorecardRow>;

/** What would have been seen: known poison planted in hidden copies of this very table, and looked for. */
export const Scorecard = z
  .strictObject({
    percent: Percent,
    repeats: z.int(),
    /** Rows of a copy: a sample of a large table. */
    rows: z.int(),
    seed: z.int(),
    detectors: z.array(DetectorName),
    attacks: z.array(ScorecardRow),
  })
  .meta({ id: 'Scorecard' });
export type Scorecard = z.infer<typeof Scorecard>;

/** One model after one way to deal with the flagged labels; `mitigation` is null for the data as they are. */
export const CounterfactualOutcome = z
  .strictObject({
    model: ModelKind,
    mitigation: Mitigation.nullable(),
    /** Mean over the repeats, with the 95 % interval. */
    accuracy: Estimate,
    /** Recall by class in the dataset's order, mean over the repeats; null for a class that no scored row has. */
    recall: z.array(z.number().nullable()),
    /** Points of accuracy won against the data as they are, paired over the repeats; null for these themselves. */
    gain: PairedDifference.nullable(),
  })
  .meta({ id: 'CounterfactualOutcome' });
export type CounterfactualOutcome = z.infer<typeof CounterfactualOutcome>;

/** What each way to deal with the flagged labels would do to a model. */
export const Counterfactual = z
  .strictObject({
    labelsUsed: LabelsUsed,
    repeats: z.int(),
    trainRows: z.int(),
    testRows: z.int(),
    /** Training rows flagged, mean over the repeats. */
    flaggedRows: z.number(),
    outcomes: z.array(CounterfactualOutcome),
    advice: z.enum(['clean', 'do-not-clean', 'no-difference-shown']),
    sentence: z.string(),
    limits: z.array(z.string()),
  })
  .meta({ id: 'Counterfactual' });
export type Counterfactual = z.infer<typeof Counterfactual>;

/** What the detectors say of a table, a family at a time; no single number stands for all. */
export const DetectionReport = z
  .strictObject({
    formatVersion: z.literal(1),
    rows: z.int(),
    labelled: z.int(),
    target: z.string(),
    classes: z.array(z.string()),
    seed: z.int(),
    /** At most so many rows of each detector are listed. */
    listed: z.int(),
    detectors: z.array(DetectorResult),
    families: z.array(z.strictObject({ family: DetectionFamily, flagged: z.int() })),
    /** Rows flagged by both of two detectors. */
    overlap: z.array(z.strictObject({ first: DetectorName, second: DetectorName, both: z.int(), either: z.int() })),
    /** Of the rows that bear a class, the estimated share that truly is of another: [given][true], with 95 % intervals. */
    noiseMatrix: z.array(z.array(NoiseShare)),
    /** Estimated number of wrong labels, and how many are left once the k most suspect rows are put right. */
    estimatedErrors: z.number(),
    errorsLeft: z.array(z.strictObject({ reviewed: z.int(), left: z.number() })),
    /** Why the flags say little, or null. */
    doubt: z.string().nullable(),
    warnings: z.array(z.string()),
    /** Absent unless asked for. */
    scorecard: Scorecard.optional(),
    counterfactual: Counterfactual.optional(),
  })
  .meta({ id: 'DetectionReport' });
export type DetectionReport = z.infer<typeof DetectionReport>;
