import { jsonBytes, loadVersion } from './load-version.js';
import type { Workflow } from './workflow.js';

/** Builds a version without the rows of some sources: a patch that drops them. */
export const filter: Workflow<'filter'> = async (
  run,
  { versionId, withoutSources },
  { database, blobs, compute },
  signal,
) => {
  const { version, data } = await loadVersion(database, blobs, versionId);
  const { patch, facts, droppedRows } = await compute('filterVersion', { version: data, withoutSources }, signal);

  const { baseBlob } = await database.versions.storage(version.id);
  const patchBlob = await blobs.put(jsonBytes(patch));
  await database.transaction(async ({ runs, versions }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const filtered = await versions.addDerived(
      {
        kind: 'filtered',
        parentId: version.id,
        runId: run.id,
        reviewId: null,
        table: facts,
        storage: { baseBlob, patchBlob, groundTruthBlob: null },
        poison: null,
        changedLabels: 0,
        droppedRows,
      },
      run.requestedBy,
    );
    await runs.succeed(run.id, { versionId: filtered.id });
  });
};
