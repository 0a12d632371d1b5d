import { jsonBytes, loadVersion } from './load-version.js';
import type { Workflow } from './workflow.js';

/** Makes the cleaned version of a finished review; its parents are the version reviewed and the review. */
export const applyReview: Workflow<'apply-review'> = async (
  run,
  { reviewId },
  { database, blobs, compute },
  signal,
) => {
  const review = await database.reviews.get(reviewId);
  const decisions = await database.reviews.decisions(reviewId);
  const { version, data } = await loadVersion(database, blobs, review.versionId);
  const cleaned = await compute('cleanVersion', { version: data, decisions }, signal);

  const { baseBlob } = await database.versions.storage(version.id);
  const patchBlob = await blobs.put(jsonBytes(cleaned.patch));
  await database.transaction(async ({ runs, versions, reviews }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const saved = await versions.addDerived(
      {
        kind: 'cleaned',
        parentId: version.id,
        runId: run.id,
        reviewId,
        table: cleaned.facts,
        storage: { baseBlob, patchBlob, groundTruthBlob: null },
        poison: null,
        changedLabels: cleaned.changedLabels,
        droppedRows: cleaned.droppedRows,
      },
      run.requestedBy,
    );
    await reviews.markApplied(reviewId);
    await runs.succeed(run.id, { versionId: saved.id, reviewId });
  });
};
