import { EXPERIMENT_TAGS, logTraining, type LoggedTraining, type TrainingLog } from '@antidote/workflows/mlflow';
import type { MlflowClient } from 'mlflow-js-client';

/** Logs one training as a run, several as child runs of one parent, in their order. */
export async function logTrainings(client: MlflowClient, logs: readonly TrainingLog[]): Promise<LoggedTraining[]> {
  const [first] = logs;
  if (!first || logs.length === 1) return Promise.all(logs.map((log) => logTraining(client, log)));
  const { experiment, user, source, startTime, runName } = first;
  const experimentId = await client.ensureExperiment(experiment, EXPERIMENT_TAGS);
  const tags = { 'mlflow.source.name': source, 'mlflow.source.type': 'LOCAL' };
  const parent = await client.createRun({ experimentId, runName: `${runName} grid`, startTime, user, tags });
  try {
    const logged: LoggedTraining[] = [];
    // One after the other: each already keeps several requests in flight.
    for (const log of logs) logged.push(await logTraining(client, { ...log, parentRunId: parent.runId }));
    await client.updateRun(parent.runId, { status: 'FINISHED', endTime: Math.max(...logs.map((log) => log.endTime)) });
    return logged;
  } catch (error) {
    // The first fault is the one to report; the server may be gone for good.
    await client.updateRun(parent.runId, { status: 'FAILED', endTime: first.endTime }).catch(() => undefined);
    throw error;
  }
}
