import type { AttackPreview, PoisonSpec } from '@antidote/contracts';
import type { BlobStore } from '@antidote/persistence';
import { applyAttack } from '@antidote/poisoning';
import { cellText, hideColumns, labelText, positionOf, type Table } from '@antidote/tabular';
import { loadTable, type TableBlobs } from '../datasets/load-table.js';
import { hideTrigger } from './hide-trigger.js';

/** Rows that a preview shows. */
const SAMPLE = 12;

/**
 * What an attack would do to a version: counts, the trigger, and the first rows before and after. Nothing is kept.
 * @throws DomainError what the attack refuses
 */
export async function previewAttack(
  blobs: BlobStore,
  { version, spec, sensitive }: { version: TableBlobs; spec: PoisonSpec; sensitive: string[] },
): Promise<AttackPreview> {
  const { table } = await loadTable(blobs, version);
  const { table: after, patch, backdoor } = applyAttack(table, spec);
  const changed = new Set([...patch.relabel, ...patch.cells].map(({ row }) => row));
  const flips = new Map<string, { from: string; to: string; rows: number }>();
  for (const { from, to } of patch.relabel) {
    const key = JSON.stringify([from, to]);
    const flip = flips.get(key) ?? { from, to, rows: 0 };
    flips.set(key, { ...flip, rows: flip.rows + 1 });
  }
  const [shownBefore, shownAfter] = [hideColumns(table, sensitive), hideColumns(after, sensitive)];
  const byRow = [...changed].sort((a, b) => a - b).slice(0, SAMPLE);
  return {
    rows: table.rowCount,
    changedRows: changed.size,
    addedRows: patch.add.length,
    flips: [...flips.values()].sort((a, b) => b.rows - a.rows),
    changedCells: patch.cells.length,
    backdoor: hideTrigger(backdoor, sensitive),
    columns: table.features.map(({ name }) => name),
    sample: [
      ...byRow.map((row) => ({ row, before: rowOf(shownBefore, row), after: rowOf(shownAfter, row)! })),
      ...patch.add.slice(0, Math.max(0, SAMPLE - byRow.length)).map(({ row }) => ({
        row,
        before: null,
        after: rowOf(shownAfter, row)!,
      })),
    ],
  };
}

function rowOf(table: Table, row: number): AttackPreview['sample'][number]['before'] {
  const position = positionOf(table.rowIds, row);
  if (position < 0) return null;
  return { label: labelText(table, position), values: table.features.map((column) => cellText(column, position)) };
}
