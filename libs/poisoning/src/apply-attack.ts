import type { Backdoor, LabelChange, PoisonSpec } from '@antidote/contracts';
import { applyPatch, DomainError, sourceColumn, type Patch, type Table } from '@antidote/tabular';
import { ATTACK_REGISTRY } from './attack-registry.js';
import { budget } from './budget.js';

export interface AttackResult {
  table: Table;
  /** Against the table given: labels, cells and rows. */
  patch: Patch;
  /** The labels changed, in row order. */
  changes: LabelChange[];
  /** What a backdoor planted, and for which class. */
  backdoor?: Backdoor;
}

export interface ApplyAttackOptions {
  /** Id of the first row that an attack adds: no other row of the lineage may have it. The table's highest id + 1 unless given. */
  firstNewRowId?: number;
}

/**
 * Poisons a table: `percent` of its labelled rows (a half rounds up) are changed, or as many added. The given table is not
 * changed; what is not touched is shared with the result.
 *
 * @returns the poisoned table and the ground truth
 * @throws DomainError `parameter_out_of_range` or `invalid_argument` for the percentage or an option,
 *   `single_class` when there is no other class to flip to, `limit_exceeded` when fewer rows can be reached
 */
export function applyAttack(table: Table, spec: PoisonSpec, { firstNewRowId }: ApplyAttackOptions = {}): AttackResult {
  const attack = ATTACK_REGISTRY[spec.attack];
  const options = spec.options ?? {};
  checkOptions(spec);
  const labelled = Uint32Array.from(table.target.codes.keys()).filter((row) => table.target.codes[row]! >= 0);
  const count = budget(labelled.length, spec.percent);
  const reachable = options.sources ? rowsOfSources(table, labelled, options.sources) : labelled;
  if (attack.family !== 'outlier' && attack.family !== 'duplicate' && count > reachable.length) {
    throw new DomainError(
      'limit_exceeded',
      `${count} rows are to be changed, but the sources named have ${reachable.length}; lower the budget or name more.`,
      { budget: count, rows: reachable.length },
    );
  }
  const highest = table.rowIds.at(-1) ?? -1;
  const { patch, backdoor } = attack.plan({
    table,
    count,
    reachable,
    seed: spec.seed,
    options,
    firstNewRowId: firstNewRowId ?? highest + 1,
  });
  return { table: applyPatch(table, patch), patch, changes: patch.relabel, ...(backdoor && { backdoor }) };
}

/** @throws DomainError `invalid_argument` naming the options that the attack does not take */
export function checkOptions({ attack, options = {} }: PoisonSpec): void {
  const takes = ['sources', ...ATTACK_REGISTRY[attack].takes];
  const unused = Object.keys(options).filter((name) => !takes.includes(name));
  if (unused.length === 0) return;
  throw new DomainError(
    'invalid_argument',
    `The attack ${attack} does not take ${unused.join(', ')}; it takes ${takes.join(', ')}.`,
  );
}

function rowsOfSources(table: Table, labelled: Uint32Array, names: string[]): Uint32Array {
  const source = sourceColumn(table);
  if (source === null) {
    throw new DomainError('invalid_argument', 'Sources are named, but the table has no source column.');
  }
  const codes = new Set(
    names.map((name) => {
      const code = source.names.indexOf(name);
      if (code >= 0) return code;
      const known = source.names.map((each) => JSON.stringify(each)).join(', ');
      throw new DomainError('invalid_argument', `There is no source ${JSON.stringify(name)}; there are ${known}.`);
    }),
  );
  return labelled.filter((row) => codes.has(source.codes[row]!));
}
