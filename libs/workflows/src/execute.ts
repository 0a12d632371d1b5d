import type { Run, RunKind } from '@antidote/contracts';
import type { DeadJob, Job, QueueName } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { MlflowError } from 'mlflow-js-client';
import { reportStudy, runStudyBatches } from './study.js';
import { workflows } from './workflows.js';
import type { RequestOf } from './request-of.js';
import type { Workflow, WorkflowPorts } from './workflow.js';

type RunQueue = Exclude<QueueName, 'promotion' | 'alias-freeze' | 'retention-sweep'>;

/** Handlers of the queues that carry runs. One that returns has settled its job; one that throws wants a retry. */
export const JOB_HANDLERS: { [Q in RunQueue]: (job: Job<Q>, ports: WorkflowPorts) => Promise<void> } = {
  run: (job, ports) => execute(job, ports, startWorkflow),
  'study-batch': (job, ports) => execute(job, ports, (run, signal) => runStudyBatches(run, job.data, ports, signal)),
  'study-report': (job, ports) => execute(job, ports, (run, signal) => reportStudy(run, ports, signal)),
};

function startWorkflow<K extends RunKind>(
  run: Run & { kind: K },
  signal: AbortSignal,
  ports: WorkflowPorts,
): Promise<void> {
  const workflow = workflows[run.kind] as Workflow<K>;
  return workflow(run, run.request as RequestOf<K>, ports, signal);
}

/**
 * Does a job's work for its run. A fault that may pass (a service away) is thrown, so that the job comes again with
 * back-off; any other fault, and the last attempt's, ends the run as failed. Nothing is done for a run that has ended.
 */
async function execute<Q extends RunQueue>(
  job: Job<Q>,
  ports: WorkflowPorts,
  work: (run: Run, signal: AbortSignal, ports: WorkflowPorts) => Promise<void>,
): Promise<void> {
  const { runs } = ports.database;
  const { runId } = job.data;
  const run = await runs.begin(runId);
  if (run === null) return;

  const ended = new AbortController();
  const unfollow = ports.database.followRun(runId, () => {
    // A read that fails is made up for by the next change, or by the transaction that saves: it looks once more.
    runs.get(runId).then(
      ({ state }) => state !== 'running' && ended.abort(new DomainError('cancelled', `the run is ${state}`)),
      () => undefined,
    );
  });
  try {
    await work(run, AbortSignal.any([job.signal, ended.signal]), ports);
  } catch (error) {
    if (ended.signal.aborted) return;
    if (job.signal.aborted) throw error;
    const failure = describeFailure(error);
    if (failure.mayPass && !job.lastAttempt) throw error;
    await runs.fail(runId, failure);
    ports.onFailure(run, error);
  } finally {
    unfollow();
  }
}

/** Ends the run of a job whose attempts are used up, most often because its workers died with it. */
export async function buryJob(job: DeadJob<RunQueue>, { database }: WorkflowPorts): Promise<void> {
  await database.runs.fail(job.data.runId, {
    code: 'defect',
    message: `The job was given up after repeated attempts: ${job.failure}`,
  });
}

function describeFailure(error: unknown): { code: string; message: string; mayPass: boolean } {
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, mayPass: error.code === 'service_unavailable' };
  }
  if (error instanceof MlflowError) {
    const message = `MLflow: ${error.message}`;
    return { code: 'service_unavailable', message, mayPass: error.retryable };
  }
  return { code: 'defect', message: error instanceof Error ? error.message : String(error), mayPass: false };
}
