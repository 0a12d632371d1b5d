import type { StudySpec } from '@antidote/contracts';
import {
  planStudy,
  prepareStudy,
  runCells,
  type BatchResult,
  type PreparedStudy,
  type StudyEvaluation,
} from '@antidote/robustness';
import type { Table } from '@antidote/tabular';
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
    const { table, trueTable, trusted } = openForTraining(version);
    const evaluation: StudyEvaluation | null = trusted
      ? { labelsUsed: 'trusted', table: trusted }
      : trueTable && evaluationOn(table, trueTable);
    latest = { studyId, table, prepared: prepareStudy(table, spec, evaluation) };
  }
  return runCells(latest.table, spec, planStudy(spec)[index]!, latest.prepared);
}

/** The true labels of the table's rows as codes into its classes; -1 where the truth is missing or another class. */
function evaluationOn(table: Table, trueTable: Table): StudyEvaluation {
  const codeOf = new Map(table.target.classes.map((label, code) => [label, code]));
  const recode = trueTable.target.classes.map((label) => codeOf.get(label) ?? -1);
  const codes = new Int32Array(table.rowCount).fill(-1);
  const positionOf = new Map(Array.from(trueTable.rowIds, (row, position) => [row, position]));
  table.rowIds.forEach((row, position) => {
    const code = trueTable.target.codes[positionOf.get(row) ?? -1] ?? -1;
    codes[position] = code < 0 ? -1 : recode[code]!;
  });
  return { labelsUsed: 'manifest', codes };
}
