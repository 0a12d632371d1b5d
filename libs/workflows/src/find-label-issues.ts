import type { DetectionReport } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { jsonBytes } from './load-version.js';
import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** Looks at the rows of a version with every detector, and opens a review over those worth a look. */
export const findLabelIssues: Workflow<'find-label-issues'> = async (
  run,
  { versionId, seed, reviewOf, scorecard, counterfactual },
  { database, blobs, compute },
  signal,
) => {
  const { baseBlob } = await database.versions.storage(versionId);
  const { version, data } = await loadForTraining(database, blobs, versionId, run.createdAt);
  const total = 1 + Number(scorecard === true) + Number(counterfactual === true);
  let done = 0;
  const step = () => database.runs.progress(run.id, { done: done++, total });
  await step();
  const { classes, items, encoded, report } = await compute('findIssues', { version: data, seed, reviewOf }, signal);
  const whole: DetectionReport = { ...report };
  if (counterfactual) {
    await step();
    whole.counterfactual = await compute('compareCleanings', { version: data, seed }, signal);
  }
  if (scorecard) {
    await step();
    whole.scorecard = await compute('scoreDetection', { version: data, seed }, signal);
  }

  const issuesBlob = await blobs.put(encoded);
  const reportBlob = await blobs.put(jsonBytes(whole));
  await database.transaction(async ({ runs, reviews, versions }) => {
    if (!(await runs.holdRunning(run.id))) return;
    if ((await versions.storage(versionId)).baseBlob !== baseBlob) {
      // The job comes again, and reads what is left.
      throw new DomainError('service_unavailable', 'rows of the version were erased meanwhile');
    }
    const review = await reviews.open(
      { runId: run.id, versionId: version.id, classes, issuesBlob, items },
      run.requestedBy,
    );
    await runs.succeed(run.id, { reviewId: review.id, reportBlob });
  });
};
