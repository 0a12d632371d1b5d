import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** Ranks the rows of a version by suspicion and opens a review over those worth a look. */
export const findLabelIssues: Workflow<'find-label-issues'> = async (
  run,
  { versionId, seed },
  { database, blobs, compute },
  signal,
) => {
  const { version, data } = await loadForTraining(database, blobs, versionId, run.createdAt);
  const { classes, items, encoded } = await compute('findIssues', { version: data, seed }, signal);

  const issuesBlob = await blobs.put(encoded);
  await database.transaction(async ({ runs, reviews }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const review = await reviews.open(
      { runId: run.id, versionId: version.id, classes, issuesBlob, items },
      run.requestedBy,
    );
    await runs.succeed(run.id, { reviewId: review.id });
  });
};
