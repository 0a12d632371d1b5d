import { z } from 'zod';
import { safeParseYaml } from './safe-parse-yaml.js';
import { CheckCode, Severity } from './validation.js';

const Share = z.number().min(0).max(1);

export const ColumnExpectation = z
  .strictObject({
    type: z.enum(['numeric', 'category']).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.boolean().optional(),
    /** Exact texts; numbers are compared as numbers. */
    allowed: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .max(10_000)
      .optional(),
    /** An RE2 pattern that the whole text must match: linear time, hence no look-around and no back references. */
    pattern: z.string().min(1).max(1000).optional(),
    unique: z.boolean().optional(),
    /** Highest share of missing values. */
    maxMissing: Share.optional(),
    required: z.boolean().default(true),
    severity: Severity.default('block'),
    /** Sets failing rows apart instead of refusing the whole version. */
    quarantine: z.boolean().default(false),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, '`min` is above `max`')
  .meta({ id: 'ColumnExpectation' });
export type ColumnExpectation = z.infer<typeof ColumnExpectation>;

/** What a team declares of a table: rows, label, columns, freshness, and what the built-in checks may do. */
export const Expectations = z
  .strictObject({
    formatVersion: z.literal(1),
    rows: z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(1).optional() }).optional(),
    label: z
      .strictObject({
        classes: z.array(z.string()).min(1).max(1000).optional(),
        /** Lowest share that each class must have. */
        minShare: Share.optional(),
        /** Highest share of rows without a label. */
        maxMissing: Share.optional(),
      })
      .optional(),
    columns: z.record(z.string(), ColumnExpectation).default({}),
    /** Columns that `columns` does not name. */
    otherColumns: z.enum(['allow', 'warn', 'block']).default('allow'),
    /** The newest time in a column must not be older than this. */
    freshness: z.strictObject({ column: z.string().min(1), maxAgeHours: z.number().positive() }).optional(),
    /** Severity of built-in checks by code, or `off`. */
    checks: z.partialRecord(CheckCode, z.union([Severity, z.literal('off')])).default({}),
  })
  .meta({ id: 'Expectations' });
export type Expectations = z.infer<typeof Expectations>;
/** As people write them: what has a default may be left out. */
export type WrittenExpectations = z.input<typeof Expectations>;

/** The longest text of expectations, in characters. */
const LONGEST_YAML = 1_000_000;

/** Sets what is expected of a dataset's versions. */
export const ExpectationsChange = z
  .strictObject({ yaml: z.string().max(LONGEST_YAML) })
  .meta({ id: 'ExpectationsChange' });
export type ExpectationsChange = z.infer<typeof ExpectationsChange>;

/** What is expected of a dataset's versions from now on. Every revision is kept. */
export const DatasetExpectations = z
  .strictObject({
    dataset: z.string(),
    /** From 1; 0 when nothing was ever declared. */
    revision: z.int(),
    /** As it was written; empty for no expectations. */
    yaml: z.string(),
    /** Null for no expectations. */
    expectations: Expectations.nullable(),
    setAt: z.iso.datetime().nullable(),
    setBy: z.string().nullable(),
  })
  .meta({ id: 'DatasetExpectations' });
export type DatasetExpectations = z.infer<typeof DatasetExpectations>;

/** Expectations that a version meets itself: a first draft, for people to read and tighten. */
export const ProposedExpectations = z
  .strictObject({ versionId: z.uuid(), yaml: z.string(), expectations: Expectations })
  .meta({ id: 'ProposedExpectations' });
export type ProposedExpectations = z.infer<typeof ProposedExpectations>;

/** Reads expectations from YAML (JSON is YAML too); a syntax error is a failed parse like any other. */
export function parseExpectations(text: string): z.ZodSafeParseResult<Expectations> {
  return safeParseYaml(Expectations, text);
}
