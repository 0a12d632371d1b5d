import type { LabelChange, PoisonSpec } from '@antidote/contracts';
import { applyPatch, emptyPatch, type Table } from '@antidote/tabular';
import { ATTACK_REGISTRY } from './attack-registry.js';

/**
 * Poisons a table. The given table is not changed; features are shared with the result.
 *
 * @returns the poisoned table and the ground truth: every changed label, in row order
 * @throws DomainError `parameter_out_of_range` or `invalid_argument` for the percentage, `single_class` when there is
 *   no other class to flip to
 */
export function applyAttack(table: Table, spec: PoisonSpec): { table: Table; changes: LabelChange[] } {
  const changes = ATTACK_REGISTRY[spec.attack].plan(table, spec);
  return { table: applyPatch(table, { ...emptyPatch(), relabel: changes }), changes };
}
