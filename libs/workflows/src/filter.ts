import type { Run } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { jsonBytes, loadVersion } from './load-version.js';
import { readReport } from './read-report.js';
import type { Workflow, WorkflowPorts } from './workflow.js';

/** Builds a version without the rows of some sources, or those that validation sets apart: a patch that drops them. */
export const filter: Workflow<'filter'> = async (
  run,
  { versionId, withoutSources = [], withoutQuarantined },
  { database, blobs, compute },
  signal,
) => {
  const { version, data } = await loadVersion(database, blobs, versionId);
  const withoutRows = withoutQuarantined ? await quarantinedRows(run, versionId, { database, blobs }) : [];
  const { patch, facts, droppedRows } = await compute(
    'filterVersion',
    { version: data, withoutSources, withoutRows },
    signal,
  );

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

/** The rows that the newest validation set apart when the run was asked for. @throws DomainError `invalid_state` */
async function quarantinedRows(
  { createdAt }: Run,
  versionId: string,
  { database, blobs }: Pick<WorkflowPorts, 'database' | 'blobs'>,
): Promise<number[]> {
  const validation = await database.validations.newestAt(versionId, createdAt);
  const report = validation && (await readReport(blobs, validation.reportBlob));
  if (!report) throw new DomainError('invalid_state', 'the version has no report of validation; validate it first');
  if (report.quarantined > 0) return report.quarantinedRows;
  throw new DomainError('invalid_state', 'the newest validation of the version sets no rows apart');
}
