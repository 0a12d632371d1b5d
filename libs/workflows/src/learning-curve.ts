import { jsonBytes } from './load-version.js';
import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** Accuracy of a version's models by the number of rows, with and without noise, and what buys back what noise costs. */
export const learningCurve: Workflow<'learning-curve'> = async (run, request, { database, blobs, compute }, signal) => {
  const { data } = await loadForTraining(database, blobs, request.versionId, run.createdAt);
  const report = await compute('measureLearning', { version: data, request }, signal);
  const reportBlob = await blobs.put(jsonBytes(report));
  await database.transaction(async ({ runs }) => {
    if (!(await runs.holdRunning(run.id))) return;
    await runs.succeed(run.id, { reportBlob });
  });
};
