import type { Backdoor, PoisonSpec } from '@antidote/contracts';
import type { TableFacts } from '@antidote/persistence';
import { applyAttack } from '@antidote/poisoning';
import { composePatches, type Patch } from '@antidote/tabular';
import { derivedFacts, openVersion, type VersionData } from './version-data.js';

/** What was done to the version poisoned: for scoring alone, never for a learner. */
export interface GroundTruth {
  patch: Patch;
  backdoor: Backdoor | null;
}

export interface PoisonedVersion {
  /** Against the registered file. */
  patch: Patch;
  groundTruth: GroundTruth;
  facts: TableFacts;
}

export function poisonVersion({ version, spec }: { version: VersionData; spec: PoisonSpec }): PoisonedVersion {
  const opened = openVersion(version);
  const { table, patch, backdoor } = applyAttack(opened.table, spec, {
    firstNewRowId: version.patch.add.reduce((next, { row }) => Math.max(next, row + 1), opened.base.rowCount),
  });
  const names = opened.base.features.map(({ name }) => name);
  const composed = composePatches(version.patch, patch, names);
  return {
    patch: composed,
    groundTruth: { patch, backdoor: backdoor ?? null },
    facts: derivedFacts(opened, table, composed),
  };
}
