import { z } from 'zod';
import type { IngestLimits } from '@antidote/dataset-io';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const MIB = 2 ** 20;
const Port = z.coerce.number().int().min(0).max(65_535);

const Count = (fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31)
    .default(fallback);

const Address = z.url({ protocol: /^https?$/, error: 'wanted is an http:// or https:// address' });

/** Addresses or ranges (CIDR), apart by commas. */
const Networks = z
  .string()
  .transform((text) => text.split(',').map((network) => network.trim()))
  .refine(
    (networks) => networks.every(isNetwork),
    'wanted are addresses or ranges such as 10.0.0.0/8, apart by commas',
  );

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'wanted is a postgresql:// address' }),
  MLFLOW_TRACKING_URI: Address,
  ANTIDOTE_HOME: z.string().min(1).default(join(root, '.antidote')),
  ANTIDOTE_BLOBS: z.string().min(1).optional(),
  ANTIDOTE_HOST: z.string().min(1).default('127.0.0.1'),
  ANTIDOTE_API_PORT: Port.default(4100),
  ANTIDOTE_API_URL: Address.optional(),
  ANTIDOTE_TRUSTED_PROXIES: Networks.optional(),
  ANTIDOTE_WORKER_PORT: Port.default(4120),
  ANTIDOTE_WORKER_URL: Address.optional(),
  ANTIDOTE_PROMOTION_PORT: Port.default(4110),
  ANTIDOTE_PROMOTION_URL: Address.optional(),
  ANTIDOTE_POLICY: z.string().min(1).default(join(root, 'policies/default.yaml')),
  ANTIDOTE_MAX_UPLOAD_MIB: z.coerce.number().int().min(1).max(65_536).default(5120),
  ANTIDOTE_MAX_DECOMPRESSED_MIB: Count(20_480),
  ANTIDOTE_MAX_DECOMPRESSION_RATIO: Count(100),
  ANTIDOTE_MAX_COLUMNS: Count(10_000),
  ANTIDOTE_MAX_CELL_KIB: Count(1024),
  ANTIDOTE_MAX_CLASSES: Count(1000),
  ANTIDOTE_MAX_ROWS: Count(50_000_000),
  ANTIDOTE_MAX_DISTINCT_TEXT_MIB: Count(256),
  ANTIDOTE_STUDY_HOURS: z.coerce.number().gt(0).max(100_000).default(24),
  ANTIDOTE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything the API takes from its environment, parsed once at the start. */
export interface ApiConfig {
  databaseUrl: string;
  mlflowTrackingUri: string;
  blobs: string;
  /** Where uploads lie until they are kept, for a blob store that is not on this disk. */
  incoming: string;
  host: string;
  port: number;
  /** The origin browsers reach the API by, when a proxy stands before it. */
  publicUrl: string | null;
  /** Whose word on a request's origin (`X-Forwarded-For`) is taken. */
  trustedProxies: string[];
  policyPath: string;
  maxUploadMib: number;
  /** What a registered file may have. */
  ingestLimits: IngestLimits;
  /** Most hours of one processor that a study may be estimated at. */
  studyHours: number;
  logLevel: string;
  consoleFolder: string;
  /** Where the other parts tell how they are. */
  workerUrl: string;
  promotionUrl: string;
}

/** @throws Error naming each variable that is missing or wrong */
export function readConfig(environment: NodeJS.ProcessEnv): ApiConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The API cannot start with this environment: ${faults.join('; ')}`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    mlflowTrackingUri: values.MLFLOW_TRACKING_URI,
    blobs: values.ANTIDOTE_BLOBS ?? join(values.ANTIDOTE_HOME, 'blobs'),
    incoming: join(values.ANTIDOTE_HOME, 'incoming'),
    host: values.ANTIDOTE_HOST,
    port: values.ANTIDOTE_API_PORT,
    publicUrl: values.ANTIDOTE_API_URL ?? null,
    trustedProxies: values.ANTIDOTE_TRUSTED_PROXIES ?? [],
    policyPath: values.ANTIDOTE_POLICY,
    maxUploadMib: values.ANTIDOTE_MAX_UPLOAD_MIB,
    ingestLimits: {
      uploadBytes: values.ANTIDOTE_MAX_UPLOAD_MIB * MIB,
      decompressedBytes: values.ANTIDOTE_MAX_DECOMPRESSED_MIB * MIB,
      decompressionRatio: values.ANTIDOTE_MAX_DECOMPRESSION_RATIO,
      columns: values.ANTIDOTE_MAX_COLUMNS,
      cellBytes: values.ANTIDOTE_MAX_CELL_KIB * 1024,
      classes: values.ANTIDOTE_MAX_CLASSES,
      rows: values.ANTIDOTE_MAX_ROWS,
      distinctText: values.ANTIDOTE_MAX_DISTINCT_TEXT_MIB * MIB,
    },
    studyHours: values.ANTIDOTE_STUDY_HOURS,
    logLevel: values.ANTIDOTE_LOG_LEVEL,
    workerUrl: values.ANTIDOTE_WORKER_URL ?? `http://127.0.0.1:${values.ANTIDOTE_WORKER_PORT}`,
    promotionUrl: values.ANTIDOTE_PROMOTION_URL ?? `http://127.0.0.1:${values.ANTIDOTE_PROMOTION_PORT}`,
    consoleFolder: join(root, 'apps/console/dist'),
  };
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
