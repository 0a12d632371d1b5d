import { openJobQueue, type BlobStore, type Database } from '@antidote/persistence';
import { COMPUTATIONS, JOB_HANDLERS, type Compute } from '@antidote/workflows';
import type { MlflowClient } from 'mlflow-js-client';

interface Ports {
  databaseUrl: string;
  database: Database;
  blobs: BlobStore;
  mlflow: MlflowClient;
}

/** Does the runs' jobs in this process, as a worker does them in its threads. Gives the function that stops. */
export async function startJobs({ databaseUrl, database, blobs, mlflow }: Ports): Promise<() => Promise<void>> {
  const queue = await openJobQueue({ databaseUrl });
  const compute = (async (name: keyof typeof COMPUTATIONS, input: never) =>
    COMPUTATIONS[name](input)) as unknown as Compute;
  const ports = { database, blobs, mlflow, compute, onFailure: () => undefined };
  await queue.work('run', 2, (job) => JOB_HANDLERS.run(job, ports));
  await queue.work('study-batch', 2, (job) => JOB_HANDLERS['study-batch'](job, ports));
  await queue.work('study-report', 1, (job) => JOB_HANDLERS['study-report'](job, ports));
  return () => queue.stop(5_000);
}
