import type { Mitigation } from '@antidote/contracts';
import { findLabelIssues } from '@antidote/label-cleaning';
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
 * What each mitigation makes of poisoned training rows. The detector sees these rows alone, and looks once for all.
 * A mitigation that would leave fewer than two classes leaves the labels as they are.
 *
 * @param trueCodes the labels before the attack, as codes into the same classes; -1 for rows that the attack added. Only
 *   `reviewed` reads them: a reviewer sees a flagged row as it should be, and drops what was never there
 */
export function mitigate(
  poisoned: Table,
  trueCodes: Int32Array,
  mitigations: readonly Mitigation[],
  { seed, threads }: { seed: number; threads: number },
): Mitigated[] {
  if (mitigations.length === 0) return [];
  const { codes } = poisoned.target;
  const issues = flagsOf(poisoned, { seed, threads });
  if (issues === null) return mitigations.map((mitigation) => ({ mitigation, codes, flaggedRows: 0 }));
  const { flagged, suggested, quality } = issues;
  const flaggedRows = flagged.reduce((sum, flag) => sum + flag, 0);
  const where = (codeOf: (row: number) => number) => codes.map((code, row) => (flagged[row] ? codeOf(row) : code));
  return mitigations.map((mitigation): Mitigated => {
    if (mitigation === 'reweighted') {
      return { mitigation, codes, weights: quality.map((chance) => Math.max(LEAST_WEIGHT, chance)), flaggedRows };
    }
    const changed = {
      pruned: () => where(() => -1),
      relabelled: () => where((row) => suggested[row]!),
      reviewed: () => where((row) => trueCodes[row]!),
    }[mitigation]();
    return { mitigation, codes: new Set(changed.filter((code) => code >= 0)).size > 1 ? changed : codes, flaggedRows };
  });
}

/** Null where too few rows or a single class are left for a detector to look at: nothing is then flagged. */
function flagsOf(table: Table, options: { seed: number; threads: number }) {
  try {
    return findLabelIssues(table, options);
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'single_class' || error.code === 'too_few_rows')) return null;
    throw error;
  }
}
