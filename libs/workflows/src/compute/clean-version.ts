import { applyDecisions } from '@antidote/label-cleaning';
import type { ReviewDecision, TableFacts } from '@antidote/persistence';
import { applyPatch, composePatches, type Patch } from '@antidote/tabular';
import { derivedFacts, openVersion, type VersionData } from './version-data.js';

export interface CleanedVersion {
  /** Against the registered file. */
  patch: Patch;
  facts: TableFacts;
  changedLabels: number;
  droppedRows: number;
}

export function cleanVersion({
  version,
  decisions,
}: {
  version: VersionData;
  decisions: ReviewDecision[];
}): CleanedVersion {
  const opened = openVersion(version);
  const cleaning = applyDecisions(
    decisions.map(({ row, given, action, label }) => ({ row, given, action, ...(label === null ? {} : { label }) })),
  );
  const table = applyPatch(opened.table, cleaning);
  const patch = composePatches(version.patch, cleaning);
  return {
    patch,
    facts: derivedFacts(opened, table, patch),
    changedLabels: cleaning.relabel.length,
    droppedRows: cleaning.drop.length,
  };
}
