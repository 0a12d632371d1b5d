import { jsonBytes } from './load-version.js';
import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** The fewest poisoned rows that take models of a version below a limit. */
export const breakModels: Workflow<'break'> = async (run, request, { database, blobs, compute }, signal) => {
  const { data } = await loadForTraining(database, blobs, request.versionId, run.createdAt);
  const report = await compute('breakVersion', { version: data, request }, signal);
  const reportBlob = await blobs.put(jsonBytes(report));
  await database.transaction(async ({ runs }) => {
    if (!(await runs.holdRunning(run.id))) return;
    await runs.succeed(run.id, { reportBlob });
  });
};
