import { MlflowUnreachableError, type MlflowClient } from 'mlflow-js-client';

/**
 * Marks what a fault left half done, so that MLflow's pages do not show it as running for ever. Silent: the fault itself
 * is the one to report. A server that has stopped answering is left alone, not waited for.
 *
 * @param end.cancelled the caller stopped it
 */
export async function failRun(
  client: MlflowClient,
  end: { runId: string; modelId?: string | undefined; endTime: number; cancelled: boolean },
  fault: unknown,
): Promise<void> {
  if (fault instanceof MlflowUnreachableError) return;
  await Promise.allSettled([
    client.updateRun(end.runId, { status: end.cancelled ? 'KILLED' : 'FAILED', endTime: end.endTime }),
    ...(end.modelId === undefined ? [] : [client.finalizeLoggedModel(end.modelId, 'LOGGED_MODEL_UPLOAD_FAILED')]),
  ]);
}
