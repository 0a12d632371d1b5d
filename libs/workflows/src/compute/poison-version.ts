import type { LabelChange, PoisonSpec } from '@antidote/contracts';
import type { TableFacts } from '@antidote/persistence';
import { applyAttack } from '@antidote/poisoning';
import { composePatches, emptyPatch, type Patch } from '@antidote/tabular';
import { tableFacts } from '../datasets/table-facts.js';
import { openVersion, type VersionData, versionWarnings } from './version-data.js';

export interface PoisonedVersion {
  /** Against the registered file. */
  patch: Patch;
  /** The ground truth: what was changed against the version poisoned. */
  changes: LabelChange[];
  facts: TableFacts;
}

export function poisonVersion({ version, spec }: { version: VersionData; spec: PoisonSpec }): PoisonedVersion {
  const opened = openVersion(version);
  const { table, changes } = applyAttack(opened.table, spec);
  return {
    patch: composePatches(version.patch, { ...emptyPatch(), relabel: changes }),
    changes,
    facts: tableFacts(table, versionWarnings(opened, table)),
  };
}
