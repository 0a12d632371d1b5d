import type { StudyEvaluation } from '@antidote/robustness';
import type { Table } from '@antidote/tabular';
import type { TrainingVersion } from './version-data.js';

/** The best labels there are to score by: the trusted set, the labels before the poison, or null for those as given. */
export function evaluationOf({ table, trueTable, trusted }: TrainingVersion): StudyEvaluation | null {
  if (trusted) return { labelsUsed: 'trusted', table: trusted };
  return trueTable && evaluationOn(table, trueTable);
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
