import { z } from 'zod';
import { safeParseYaml } from './safe-parse-yaml.js';

/** The attacks on availability, then the backdoors. */
export const ATTACKS = [
  'uniform',
  'class-conditional',
  'targeted',
  'most-confident',
  'boundary',
  'region',
  'greedy',
  'bad-source',
  'outlier-injection',
  'wrong-label-duplicates',
  'backdoor-out-of-range',
  'backdoor-in-range',
  'backdoor-weak-features',
  'backdoor-clean-label',
] as const;
export const AttackName = z.enum(ATTACKS).meta({ id: 'AttackName' });
export type AttackName = z.infer<typeof AttackName>;

export const Percent = z.number().min(0).max(100);
export const Seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const Label = z.string().min(1).max(1000);
const ColumnName = z.string().max(1000);

/** A feature's value that a backdoor plants, as text. */
export const TriggerCell = z.strictObject({ column: ColumnName, value: z.string() }).meta({ id: 'TriggerCell' });
export type TriggerCell = z.infer<typeof TriggerCell>;

/** What an attacker aims at and can reach; each attack names those it takes. */
export const AttackOptions = z
  .strictObject({
    /** What labels become; for a backdoor the class that the trigger stands for. */
    targetClass: Label.optional(),
    /** The class whose labels are flipped. */
    sourceClass: Label.optional(),
    /** class -> class -> weight, from 0: how likely a row of the first is flipped to the second. */
    matrix: z.record(Label, z.record(Label, z.number().min(0).max(1e9))).optional(),
    /** The columns that the attacker can write; all when absent. */
    columns: z.array(ColumnName).min(1).max(10_000).optional(),
    /** column -> the values that the attacker can write into it, both ends included; any when absent. */
    ranges: z
      .record(
        ColumnName,
        z
          .strictObject({ min: z.number().optional(), max: z.number().optional() })
          .refine(({ min, max }) => (min ?? -Infinity) <= (max ?? Infinity), 'min is above max'),
      )
      .optional(),
    /** The sources whose rows the attacker can reach; all when absent. */
    sources: z.array(z.string().max(1000)).min(1).max(10_000).optional(),
    /** Number of columns in a trigger that the attack chooses itself. */
    triggerColumns: z.int().min(1).max(20).optional(),
    /** The trigger, where it is given. */
    trigger: z.array(TriggerCell).min(1).max(20).optional(),
  })
  .meta({ id: 'AttackOptions' });
export type AttackOptions = z.infer<typeof AttackOptions>;

export const PoisonSpec = z
  .strictObject({
    attack: AttackName.default('uniform'),
    percent: Percent,
    seed: Seed.default(42),
    options: AttackOptions.optional(),
  })
  .meta({ id: 'PoisonSpec' });
export type PoisonSpec = z.infer<typeof PoisonSpec>;

/** A spec from YAML or JSON. */
export function parsePoisonSpec(text: string): z.ZodSafeParseResult<PoisonSpec> {
  return safeParseYaml(PoisonSpec, text);
}

export const LabelChange = z.strictObject({ row: z.int().min(0), from: z.string(), to: z.string() });
export type LabelChange = z.infer<typeof LabelChange>;

/** What a backdoor plants and the class that it stands for. */
export const Backdoor = z
  .strictObject({ trigger: z.array(TriggerCell), targetClass: z.string() })
  .meta({ id: 'Backdoor' });
export type Backdoor = z.infer<typeof Backdoor>;

/**
 * The manifest beside a poisoned file: the ground truth of what was changed. Rows count from 0, header excluded.
 * It holds no times and no paths, so that the same input and seed give the same bytes; it is used only while the
 * output's hash matches.
 */
export const Manifest = z
  .strictObject({
    formatVersion: z.literal(1),
    attack: AttackName,
    seed: Seed,
    percent: Percent,
    options: AttackOptions.optional(),
    target: z.string(),
    input: z.strictObject({ sha256: z.string() }),
    output: z.strictObject({ sha256: z.string() }),
    /** Labels changed. */
    changes: z.array(LabelChange),
    /** Feature values changed; absent when there are none. */
    cells: z
      .array(z.strictObject({ row: z.int().min(0), column: z.string(), from: z.string(), to: z.string() }))
      .optional(),
    /** Rows that the input lacks, at the end of the output; absent when there are none. */
    added: z.array(z.int().min(0)).optional(),
    backdoor: Backdoor.optional(),
  })
  .meta({ id: 'Manifest' });
export type Manifest = z.infer<typeof Manifest>;

const PreviewRow = z.strictObject({ label: z.string(), values: z.array(z.string()) });

/** What an attack would change; nothing is stored. */
export const AttackPreview = z
  .strictObject({
    rows: z.int(),
    /** Rows whose label or values change. */
    changedRows: z.int(),
    addedRows: z.int(),
    changedCells: z.int(),
    /** Labels changed, by pair of classes, most rows first. */
    flips: z.array(z.strictObject({ from: z.string(), to: z.string(), rows: z.int() })),
    backdoor: Backdoor.nullable(),
    /** Names of the values of each row. */
    columns: z.array(z.string()),
    /** The first rows changed and added; `before` is null for a row that is added. */
    sample: z.array(z.strictObject({ row: z.int(), before: PreviewRow.nullable(), after: PreviewRow })),
  })
  .meta({ id: 'AttackPreview' });
export type AttackPreview = z.infer<typeof AttackPreview>;

/** What was done to a poisoned version against the one before: the truth that detectors and reviewers are to find. */
export const PoisonTruth = z
  .strictObject({
    spec: PoisonSpec,
    backdoor: Backdoor.nullable(),
    changedLabels: z.int(),
    changedCells: z.int(),
    addedRows: z.int(),
    /** Rows that were changed or added. */
    total: z.int(),
    offset: z.int(),
    /** A window of them, by row: what its label was and became, and which columns were written. */
    rows: z.array(
      z.strictObject({
        row: z.int(),
        added: z.boolean(),
        label: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
        columns: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'PoisonTruth' });
export type PoisonTruth = z.infer<typeof PoisonTruth>;

/** An attack as the catalogue describes it. */
export const AttackDescription = z
  .strictObject({
    name: AttackName,
    title: z.string(),
    summary: z.string(),
    goal: z.enum(['availability', 'integrity']),
    /** What the attacker must know of data and model. */
    knowledge: z.string(),
    /** Names of the options it takes. */
    takes: z.array(z.string()),
    taxonomy: z.strictObject({ atlas: z.string(), owasp: z.string(), nist: z.string(), paper: z.string() }),
  })
  .meta({ id: 'AttackDescription' });
export type AttackDescription = z.infer<typeof AttackDescription>;

/** The attacks, with the version of the ATLAS catalogue that their ids are of. */
export const AttackCatalogue = z
  .strictObject({ atlasVersion: z.string(), attacks: z.array(AttackDescription) })
  .meta({ id: 'AttackCatalogue' });
export type AttackCatalogue = z.infer<typeof AttackCatalogue>;
