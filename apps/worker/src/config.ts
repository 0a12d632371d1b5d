import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const Address = z.url({ protocol: /^https?$/, error: 'wanted is an http:// or https:// address' });

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'wanted is a postgresql:// address' }),
  MLFLOW_TRACKING_URI: Address,
  ANTIDOTE_MLFLOW_URL: Address.optional(),
  ANTIDOTE_HOME: z.string().min(1).default(join(root, '.antidote')),
  ANTIDOTE_BLOBS: z.string().min(1).optional(),
  ANTIDOTE_HOST: z.string().min(1).default('127.0.0.1'),
  ANTIDOTE_WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(4120),
  ANTIDOTE_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1024).optional(),
  ANTIDOTE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything the worker takes from its environment, parsed once at the start. */
export interface WorkerConfig {
  databaseUrl: string;
  mlflowTrackingUri: string;
  /** Where browsers reach MLflow, when not there. */
  mlflowUrl: string | undefined;
  blobs: string;
  host: string;
  port: number;
  /** How many computations run at a time, each in a thread of its own. */
  concurrency: number;
  logLevel: string;
}

/** @throws Error naming each variable that is missing or wrong */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The worker cannot start with this environment: ${faults.join('; ')}`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    mlflowTrackingUri: values.MLFLOW_TRACKING_URI,
    mlflowUrl: values.ANTIDOTE_MLFLOW_URL,
    blobs: values.ANTIDOTE_BLOBS ?? join(values.ANTIDOTE_HOME, 'blobs'),
    host: values.ANTIDOTE_HOST,
    port: values.ANTIDOTE_WORKER_PORT,
    concurrency: values.ANTIDOTE_WORKER_CONCURRENCY ?? availableParallelism(),
    logLevel: values.ANTIDOTE_LOG_LEVEL,
  };
}
