import type { Mitigation } from '@antidote/contracts';
import { DETECTOR_REGISTRY, findLabelIssues } from '@antidote/label-cleaning';
import { DomainError, type Table } from '@antidote/tabular';

/** What a mitigation trains on instead: codes of the training table's rows, -1 left out, and weights where it weighs. */
export interface Mitigated {
  mitigation: Mitigation;
  codes: Int32Array;
  weights?: Float64Array;
  flaggedRows: number;
}

/** A weight of 0 would leave a row out. */
const LEAST_WEIGHT = 1e-6;

/**
 * What each mitigation makes of poisoned training rows. Rows are flagged by the default detector of labels and by the
 * scan for triggers, which see these rows alone and look once for all; a row flagged as part of a trigger alone has no
 * better label to get, so that relabelling and weighing leave it out. A mitigation that would leave fewer than two classes leaves
 * the labels as they are.
 *
 * @param trueCodes the labels before the attack, as codes into the same classes; -1 for rows that the attack added. Only
 *   `reviewed` reads them: a reviewer corrects the label of a flagged row, and drops what was never there
 */
export function mitigate(
  poisoned: Table,
  trueCodes: Int32Array,
  mitigations: readonly Mitigation[],
  { seed, threads }: { seed: number; threads: number },
): Mitigated[] {
  if (mitigations.length === 0) return [];
  const { codes } = poisoned.target;
  const flags = flagsOf(poisoned, { seed, threads });
  if (flags === null) return mitigations.map((mitigation) => ({ mitigation, codes, flaggedRows: 0 }));
  const { issues, isTrigger } = flags;
  const isFlagged = (row: number) => issues.flagged[row] === 1 || isTrigger[row] === 1;
  const flaggedRows = codes.reduce((sum, _, row) => sum + (isFlagged(row) ? 1 : 0), 0);
  const where = (codeOf: (row: number) => number) => codes.map((code, row) => (isFlagged(row) ? codeOf(row) : code));
  return mitigations.map((mitigation): Mitigated => {
    if (mitigation === 'reweighted') {
      const weights = issues.quality.map((chance) => Math.max(LEAST_WEIGHT, chance));
      const untriggered = codes.map((code, row) => (isTrigger[row] ? -1 : code));
      return { mitigation, codes: severalClasses(untriggered) ? untriggered : codes, weights, flaggedRows };
    }
    const changed = {
      pruned: () => where(() => -1),
      relabelled: () => where((row) => (issues.flagged[row] ? issues.suggested[row]! : -1)),
      reviewed: () => where((row) => trueCodes[row]!),
    }[mitigation]();
    return { mitigation, codes: severalClasses(changed) ? changed : codes, flaggedRows };
  });
}

const severalClasses = (codes: Int32Array) => new Set(codes.filter((code) => code >= 0)).size > 1;

/** Null where too few rows or a single class are left for a detector to look at: nothing is then flagged. */
function flagsOf(table: Table, options: { seed: number; threads: number }) {
  const issues = lookedAt(() => findLabelIssues(table, options));
  if (issues === null) return null;
  const trigger = lookedAt(() => DETECTOR_REGISTRY['tuple-lift'].detect({ table, ...options, labels: () => issues }));
  return { issues, isTrigger: trigger?.flagged ?? new Uint8Array(table.rowCount) };
}

/** What a detector finds; null where the table does not allow it. */
function lookedAt<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
