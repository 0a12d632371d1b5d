import { z } from 'zod';

/** `block`: not to be used until a person accepts it with a reason; `warn`: worth a look; `info`: good to know. */
export const Severity = z.enum(['info', 'warn', 'block']).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;

/** Every check; a finding bears the code of the check that made it. */
export const CHECK_CODES = [
  'expectation',
  'duplicates',
  'conflicting-labels',
  'leakage',
  'id-column',
  'constant-column',
  'time-tells-label',
  'row-order',
  'test-overlap',
  'label-balance',
  'representation',
  'personal-data',
  'drift',
  'serving-skew',
  'source',
] as const;
export const CheckCode = z.enum(CHECK_CODES).meta({ id: 'CheckCode' });
export type CheckCode = z.infer<typeof CheckCode>;

export const Finding = z
  .strictObject({
    code: CheckCode,
    severity: Severity,
    /** Plain words; values of people are masked. */
    message: z.string(),
    remedy: z.string(),
    columns: z.array(z.string()),
    /** Row ids concerned, ascending, the first 100. */
    rows: z.array(z.int()),
    /** How many rows are concerned in all. */
    rowCount: z.int(),
    /** The figures behind it, by name. */
    numbers: z.record(z.string(), z.number()),
    /** Its rows are set apart. */
    quarantine: z.boolean(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

export const ColumnProfile = z
  .strictObject({
    column: z.string(),
    kind: z.enum(['numeric', 'category']),
    /** Share of missing values, in [0, 1]. */
    missing: z.number(),
    distinct: z.int(),
    /** Of numbers; null in a column of texts or without a value, and where the column may hold personal data. */
    numbers: z
      .strictObject({
        min: z.number(),
        q25: z.number(),
        median: z.number(),
        q75: z.number(),
        max: z.number(),
        mean: z.number(),
        sd: z.number().nullable(),
        integer: z.boolean(),
      })
      .nullable(),
    /** How often the most frequent texts occur, 10 at most; left out where the column may hold personal data. */
    top: z.array(z.strictObject({ value: z.string(), count: z.int() })).nullable(),
  })
  .meta({ id: 'ColumnProfile' });
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const ValidationReport = z
  .strictObject({
    formatVersion: z.literal(1),
    verdict: z.enum(['pass', 'warn', 'block']),
    /** `rowsIn` = `kept` + `quarantined`. */
    rowsIn: z.int(),
    kept: z.int(),
    quarantined: z.int(),
    /** Row ids set apart, ascending. */
    quarantinedRows: z.array(z.int()),
    findings: z.array(Finding),
    /** Each check and whether it ran; `note` says why it did not, or what it looked at. */
    checks: z.array(
      z.strictObject({ code: CheckCode, state: z.enum(['ran', 'skipped', 'off']), note: z.string().nullable() }),
    ),
    profile: z.array(ColumnProfile),
  })
  .meta({ id: 'ValidationReport' });
export type ValidationReport = z.infer<typeof ValidationReport>;

/** A person's word that a version may be used in spite of findings that block. */
export const Acknowledgement = z
  .strictObject({ by: z.string(), at: z.iso.datetime(), reason: z.string() })
  .meta({ id: 'Acknowledgement' });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** What one run of validation said of a version. */
export const Validation = z
  .strictObject({
    id: z.uuid(),
    versionId: z.uuid(),
    runId: z.uuid(),
    verdict: ValidationReport.shape.verdict,
    /** Which revision of the dataset's expectations was read; null for none, and for those given with the run. */
    expectationsRevision: z.int().nullable(),
    acknowledgement: Acknowledgement.nullable(),
    createdAt: z.iso.datetime(),
    /** Lists the first 1,000 quarantined rows. Null once values that it told of were erased: validate again. */
    report: ValidationReport.nullable(),
  })
  .meta({ id: 'Validation' });
export type Validation = z.infer<typeof Validation>;

/** What validation says of a version, as of now. */
export const VersionValidation = z
  .strictObject({
    versionId: z.uuid(),
    /** `none`: never asked for; `pending` and `failed` are of the newest run while there is no later validation. */
    state: z.enum(['none', 'pending', 'failed', 'done']),
    /** The newest run of validation. */
    runId: z.uuid().nullable(),
    /** The newest validation; a pending run may follow it. */
    validation: Validation.nullable(),
    /** Training on the version and promoting what was trained on it are refused. */
    quarantined: z.boolean(),
    /** The version whose verdict holds: this one, or the nearest that it was derived from and that has one. */
    verdictOf: z.uuid().nullable(),
  })
  .meta({ id: 'VersionValidation' });
export type VersionValidation = z.infer<typeof VersionValidation>;

/** Lets a version be used that its newest validation blocks. */
export const AcknowledgementRequest = z
  .strictObject({
    /** The validation that was read: a newer one wants to be read first. */
    validationId: z.uuid(),
    reason: z.string().trim().min(10, 'give a reason of at least 10 characters').max(2000),
  })
  .meta({ id: 'AcknowledgementRequest' });
export type AcknowledgementRequest = z.infer<typeof AcknowledgementRequest>;
