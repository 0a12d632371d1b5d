import { jsonBytes } from './load-version.js';
import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** How many poisoned labels or rows a vote of trees provably withstands on a version. */
export const certify: Workflow<'certify'> = async (
  run,
  { versionId, parts, seed },
  { database, blobs, compute },
  signal,
) => {
  const { data } = await loadForTraining(database, blobs, versionId, run.createdAt);
  const certificate = await compute('certifyVersion', { version: data, parts, seed }, signal);
  const reportBlob = await blobs.put(jsonBytes(certificate));
  await database.transaction(async ({ runs }) => {
    if (!(await runs.holdRunning(run.id))) return;
    await runs.succeed(run.id, { reportBlob });
  });
};
