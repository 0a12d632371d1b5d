import type { AttackName, StudySpec } from '@antidote/contracts';
import { applyAttack, type AttackResult } from '@antidote/poisoning';
import { DomainError, type Table } from '@antidote/tabular';

/**
 * Attacks rows as a study does: by the spec's options for the attack.
 *
 * @throws DomainError of the attack, with the attack and level in front
 */
export function studyAttack(
  table: Table,
  { attackOptions }: StudySpec,
  attack: AttackName,
  percent: number,
  seed: number,
): AttackResult {
  const options = attackOptions?.[attack];
  try {
    return applyAttack(table, { attack, percent, seed, ...(options && { options }) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, `${attack} at ${percent}%: ${error.message}`, error.details, { cause: error });
  }
}

/** Rows that a patch changes or adds, each once. */
export function poisonedRowCount({ patch }: AttackResult): number {
  const rows = new Set(patch.relabel.map(({ row }) => row));
  for (const { row } of patch.cells) rows.add(row);
  for (const { row } of patch.add) rows.add(row);
  return rows.size;
}
