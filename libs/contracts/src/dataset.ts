import { z } from 'zod';
import { PoisonSpec } from './poison.js';

export const DatasetName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,99}$/,
    'a dataset name has 1 to 100 small letters, digits, - or _, and begins with a letter or digit',
  );

export const ColumnSummary = z
  .strictObject({
    name: z.string(),
    type: z.enum(['numeric', 'category']),
    missing: z.int(),
    /** Numeric: minimum, quartiles, maximum of the values present. Null for a sensitive column. */
    quantiles: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]).nullable(),
    /** Category: number of different values. */
    distinct: z.int().nullable(),
  })
  .meta({ id: 'ColumnSummary' });
export type ColumnSummary = z.infer<typeof ColumnSummary>;

export const VersionKind = z
  .enum(['original', 'poisoned', 'cleaned', 'resampled', 'filtered'])
  .meta({ id: 'VersionKind' });
export type VersionKind = z.infer<typeof VersionKind>;

/** How the file of an original version was written, and what of it is in quarantine: rows in = kept + quarantined. */
export const RegisteredFile = z
  .strictObject({
    format: z.enum(['csv', 'parquet', 'jsonl']),
    compression: z.enum(['gzip']).nullable(),
    /** Of CSV. */
    dialect: z
      .strictObject({ delimiter: z.string(), newline: z.enum(['\n', '\r\n', '\r']), bom: z.boolean() })
      .nullable(),
    /** Where it was fetched from; absent when it was uploaded. */
    url: z.string().optional(),
    bytes: z.int(),
    rowsIn: z.int(),
    /** Rows with another number of cells than the header; the first of them by row, line and number of cells. */
    quarantined: z.strictObject({
      count: z.int(),
      rows: z.array(z.strictObject({ row: z.int(), line: z.int(), cells: z.int() })),
    }),
  })
  .meta({ id: 'RegisteredFile' });
export type RegisteredFile = z.infer<typeof RegisteredFile>;

/** A version without its columns, as lists show it. Versions never change. */
export const VersionSummary = z
  .strictObject({
    id: z.uuid(),
    dataset: z.string(),
    /** SHA-256 over every row and column, hex. */
    digest: z.string(),
    kind: VersionKind,
    target: z.string(),
    rows: z.int(),
    features: z.int(),
    classes: z.array(z.strictObject({ label: z.string(), rows: z.int() })),
    warnings: z.array(z.string()),
    /** The version it was derived from, and the run or review that made it. */
    parentId: z.uuid().nullable(),
    runId: z.uuid().nullable(),
    reviewId: z.uuid().nullable(),
    poison: PoisonSpec.nullable(),
    /** Labels changed and rows dropped against the parent. */
    changedLabels: z.int(),
    droppedRows: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'VersionSummary' });
export type VersionSummary = z.infer<typeof VersionSummary>;

export const Version = VersionSummary.extend({
  columns: z.array(ColumnSummary),
  /** Of an original version. */
  file: RegisteredFile.nullable(),
  /** Columns of the dataset whose values are hidden, whichever version declared them; ascending. */
  sensitive: z.array(z.string()),
}).meta({ id: 'Version' });
export type Version = z.infer<typeof Version>;

export const Dataset = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    target: z.string(),
    /** Columns whose values are hidden in every version; ascending. */
    sensitive: z.array(z.string()),
    versionCount: z.int(),
    latest: VersionSummary,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Dataset' });
export type Dataset = z.infer<typeof Dataset>;

/** Registers a dataset, or a further version of it, from the text of a CSV file. */
export const DatasetRegistration = z
  .strictObject({
    name: DatasetName,
    /** The column with the labels; without it, chosen as the command line does. */
    target: z.string().min(1).max(1000).optional(),
    /** Columns whose values are hidden from now on. */
    sensitive: z.array(z.string().min(1).max(1000)).max(10_000).optional(),
    csv: z.string(),
  })
  .meta({ id: 'DatasetRegistration' });
export type DatasetRegistration = z.infer<typeof DatasetRegistration>;

const Column = z.string().min(1).max(1000).optional();

/** Registers a dataset, or a further version of it, from a file on a public https server. */
export const DatasetFromUrl = z
  .strictObject({
    name: DatasetName,
    url: z.string().min(1).max(2000),
    /** What the file hashes to; another hash is refused. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'a SHA-256 has 64 hexadecimal digits')
      .optional(),
    target: Column,
    id: Column,
    source: Column,
    time: Column,
    group: Column,
    /** Columns whose values are hidden from now on. */
    sensitive: z.array(z.string().min(1).max(1000)).max(10_000).optional(),
    /** The declared schema (DatasetSchema), as YAML or JSON. */
    schema: z.string().max(1_000_000).optional(),
    quarantineBadRows: z.boolean().optional(),
  })
  .meta({ id: 'DatasetFromUrl' });
export type DatasetFromUrl = z.infer<typeof DatasetFromUrl>;

/** Which columns of a dataset are sensitive, in place of those that were. */
export const SensitiveColumns = z
  .strictObject({ columns: z.array(z.string().min(1).max(1000)).max(10_000) })
  .meta({ id: 'SensitiveColumns' });
export type SensitiveColumns = z.infer<typeof SensitiveColumns>;

/**
 * Names a version as people do: the beginning of its digest or id, at least 8 characters, alone or after `dataset@`;
 * or a dataset's name, for its newest version.
 */
export const VersionRef = z
  .string()
  .max(200)
  .regex(
    /^(([a-z0-9][a-z0-9_-]{0,99}@)?[0-9a-f-]{8,64}|[a-z0-9][a-z0-9_-]{0,99})$/i,
    'a version is named by at least 8 characters of its digest or id, by dataset@digest, or by the name of a dataset',
  );
export type VersionRef = z.infer<typeof VersionRef>;
