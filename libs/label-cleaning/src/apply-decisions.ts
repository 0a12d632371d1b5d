import type { DecisionAction } from '@antidote/contracts';
import { DomainError, emptyPatch, type Patch } from '@antidote/tabular';

/** A reviewer's final word on one row. */
export interface RowDecision {
  /** Row id in the registered file. */
  row: number;
  /** The label the reviewer saw. */
  given: string;
  action: DecisionAction;
  /** The new label; for `relabel` only. */
  label?: string | null;
}

/**
 * The patch that carries out a review's decisions, in row order. A relabel to the given label keeps the row.
 * `applyPatch` refuses it where a row is absent or its label has changed since.
 *
 * @throws DomainError `conflict` when a row is decided twice; `invalid_argument` for an unknown action or a relabel
 *   without a label
 */
export function applyDecisions(decisions: RowDecision[]): Patch {
  const patch = emptyPatch();
  const seen = new Set<number>();
  for (const { row, given, action, label } of [...decisions].sort((a, b) => a.row - b.row)) {
    if (seen.has(row)) throw new DomainError('conflict', `row ${row} has two decisions; keep one`, { row });
    seen.add(row);
    if (action === 'drop') {
      patch.drop.push(row);
    } else if (action === 'relabel') {
      if (label === undefined || label === null || label === '') {
        throw new DomainError('invalid_argument', `row ${row} is to be relabelled without a label; give one`, { row });
      }
      if (label !== given) patch.relabel.push({ row, from: given, to: label });
    } else if (action !== 'keep') {
      throw new DomainError(
        'invalid_argument',
        `row ${row} has the action ${JSON.stringify(action)}; known are keep, relabel and drop`,
        { row },
      );
    }
  }
  return patch;
}
