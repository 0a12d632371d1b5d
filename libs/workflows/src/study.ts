import { StudySpec, type Run } from '@antidote/contracts';
import type { BatchGroup } from '@antidote/persistence';
import type { BatchResult } from '@antidote/robustness';
import { loadForTraining } from './trusted/load-for-training.js';
import { EXPERIMENT, loggedVersion, SOURCE } from './logged-version.js';
import { logStudy } from './mlflow/log-study.js';
import { studiedDataset } from './studied-dataset.js';
import type { RequestOf } from './request-of.js';
import type { Workflow, WorkflowPorts } from './workflow.js';

/** Jobs of a study in the queue at a time: enough to keep several hosts busy to the end. */
const WINDOW = 64;

/** Few, so that studies take turns; more than one where there are many, as claiming a job costs too. */
const MOST_BATCHES = 4;
const groupSizeOf = ({ seeds }: StudySpec) => Math.min(Math.ceil(seeds / WINDOW), MOST_BATCHES);

/** Lays a study out as batches, which are jobs of their own; the run ends with the report. */
export const study: Workflow<'study'> = async (run, { spec }, { database }) => {
  await database.runs.fanOut(run.id, spec.seeds, { groupSize: groupSizeOf(spec), window: WINDOW });
};

/**
 * Runs batches of a study that have no result yet, each saved when done: what was saved before a crash stays. Then the
 * job of a later group is sent, so that a large study never has more than its window in the queue.
 */
export async function runStudyBatches(
  run: Run,
  { indexes, turn }: BatchGroup,
  { database, blobs, compute }: WorkflowPorts,
  signal: AbortSignal,
): Promise<void> {
  const { versionId, spec } = run.request as RequestOf<'study'>;
  const missing = await database.runs.missingBatches(run.id, indexes);
  if (missing.length > 0) {
    const { data } = await loadForTraining(database, blobs, versionId, run.createdAt);
    for (const index of missing) {
      const result = await compute('runBatch', { version: data, studyId: run.id, spec, index }, signal);
      await database.runs.saveBatch(run.id, index, result);
    }
  }
  const size = groupSizeOf(spec);
  const first = indexes[0]! + WINDOW * size;
  const later = Array.from({ length: Math.max(0, Math.min(size, spec.seeds - first)) }, (_, index) => first + index);
  if (later.length > 0) await database.runs.sendBatches(run.id, { indexes: later, turn: turn + WINDOW });
}

/** Puts the batches together, logs the study to MLflow, and ends the run. */
export async function reportStudy(
  run: Run,
  { database, blobs, mlflow, compute }: WorkflowPorts,
  signal: AbortSignal,
): Promise<void> {
  const { versionId, spec } = run.request as RequestOf<'study'>;
  const version = await database.versions.get(versionId);
  const results = await database.runs.batchResults<BatchResult>(run.id);
  const { report, files } = await compute(
    'reduceBatches',
    { dataset: studiedDataset(version), spec: plain(spec), results, warnings: version.warnings },
    signal,
  );
  const reportBlob = await blobs.put(files.get('report.json')!);

  const { dataset: logged, runName } = await loggedVersion(database, version);
  const { runId, url } = await logStudy(
    mlflow,
    {
      experiment: EXPERIMENT,
      runName: runName === 'clean' ? 'robustness study' : `robustness study of ${runName}`,
      user: run.requestedBy,
      source: SOURCE,
      startTime: Date.parse(run.startedAt ?? run.createdAt),
      endTime: Date.now(),
      idempotencyKey: run.id,
      tags: { antidote_run: run.id, antidote_version: version.id, antidote_version_kind: version.kind },
      report,
      dataset: logged,
      artifacts: files,
    },
    { signal },
  );
  await database.transaction(async ({ runs }) => {
    if (!(await runs.holdRunning(run.id))) return;
    await runs.succeed(run.id, { reportBlob, mlflow: { runId, url } });
  });
}

/** The spec in the order of its schema, so that the report's bytes do not depend on how the database keeps objects. */
function plain(spec: StudySpec): StudySpec {
  const { levels, models, attacks, seeds, seed, testShare, mitigations, gate, sliceBy, attackOptions } =
    StudySpec.parse(spec);
  return {
    levels,
    models,
    attacks,
    seeds,
    seed,
    testShare,
    ...(mitigations && { mitigations }),
    ...(gate !== undefined && { gate }),
    ...(sliceBy !== undefined && { sliceBy }),
    ...(attackOptions && { attackOptions }),
  };
}
