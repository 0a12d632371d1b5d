import type { Run, RunKind } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import type { MlflowClient } from 'mlflow-js-client';
import type { Compute } from './compute/computations.js';
import type { RequestOf } from './request-of.js';

/** What workflows reach outside themselves. */
export interface WorkflowPorts {
  database: Database;
  blobs: BlobStore;
  mlflow: MlflowClient;
  /** Runs a pure computation away from the thread that beats the job's heart. */
  compute: Compute;
  /** Told of each run that failed, for the log. */
  onFailure(run: Run, error: unknown): void;
}

/**
 * Loads, computes, then saves outputs, lineage and the run's end in one transaction. An interrupted job starts again
 * from the beginning: whatever it saved before is found by content and not made twice. A study returns before its end,
 * as its batches are jobs of their own.
 *
 * @param signal aborted when the run is cancelled or the job is taken away
 */
export type Workflow<K extends RunKind> = (
  run: Run,
  request: RequestOf<K>,
  ports: WorkflowPorts,
  signal: AbortSignal,
) => Promise<void>;
