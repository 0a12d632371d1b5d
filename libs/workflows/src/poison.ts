import { jsonBytes, loadVersion } from './load-version.js';
import type { Workflow } from './workflow.js';

/** Makes a poisoned version: a patch, with the ground truth kept apart from it. */
export const poison: Workflow<'poison'> = async (run, { versionId, spec }, { database, blobs, compute }, signal) => {
  const { version, data } = await loadVersion(database, blobs, versionId);
  const { patch, groundTruth, facts } = await compute('poisonVersion', { version: data, spec }, signal);

  const { baseBlob } = await database.versions.storage(version.id);
  const patchBlob = await blobs.put(jsonBytes(patch));
  const groundTruthBlob = await blobs.put(jsonBytes(groundTruth));
  await database.transaction(async ({ runs, versions }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const poisoned = await versions.addDerived(
      {
        kind: 'poisoned',
        parentId: version.id,
        runId: run.id,
        reviewId: null,
        table: facts,
        storage: { baseBlob, patchBlob, groundTruthBlob },
        poison: spec,
        changedLabels: groundTruth.patch.relabel.length,
        droppedRows: 0,
      },
      run.requestedBy,
    );
    await runs.succeed(run.id, { versionId: poisoned.id });
  });
};
