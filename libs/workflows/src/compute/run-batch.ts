import type { StudySpec } from '@antidote/contracts';
import { planStudy, prepareStudy, runCells, type BatchResult, type PreparedStudy } from '@antidote/robustness';
import type { Table } from '@antidote/tabular';
import { evaluationOf } from './evaluation-of.js';
import { openForTraining, type VersionData } from './version-data.js';

export interface RunBatchInput {
  version: VersionData;
  /** Names the data and the spec, which never change under it: the batches of a study share one preparation. */
  studyId: string;
  spec: StudySpec;
  /** Which batch of the plan. */
  index: number;
}

let latest: { studyId: string; table: Table; prepared: PreparedStudy } | null = null;

/** One batch of a study: one seed, with every level and model. Depends on the version, the spec and the index alone. */
export function runBatch({ version, studyId, spec, index }: RunBatchInput): BatchResult {
  if (latest?.studyId !== studyId) {
    const opened = openForTraining(version);
    const { table } = opened;
    const evaluation = evaluationOf(opened);
    latest = { studyId, table, prepared: prepareStudy(table, spec, evaluation) };
  }
  return runCells(latest.table, spec, planStudy(spec)[index]!, latest.prepared);
}
