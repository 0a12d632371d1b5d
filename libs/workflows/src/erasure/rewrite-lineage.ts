import { createHmac } from 'node:crypto';
import type { Tombstone } from '@antidote/contracts';
import { erasePatch, eraseRows, tombstoneOf } from '@antidote/data-versioning';
import { decodeTable, encodeTable, type StoredTable } from '@antidote/dataset-io';
import type { LostCategories, TableFacts } from '@antidote/persistence';
import { applyPatch, DomainError, type Patch, type Table } from '@antidote/tabular';
import type { GroundTruth } from '../compute/poison-version.js';
import { versionWarnings } from '../compute/version-data.js';
import { tableFacts } from '../datasets/table-facts.js';
import { jsonBytes } from '../load-version.js';

const HASH_BYTES = 32;
const SALT_BYTES = 16;

export interface RewriteLineageInput {
  /** Bytes of the canonical table. */
  base: Uint8Array;
  /** Of each version of the lineage. */
  versions: { patch: Patch | null; truth: GroundTruth | null }[];
  /** Row ids, or all that hold values still. */
  rows: number[] | 'all';
  /** Rows of earlier erasures. */
  erasedBefore: number[];
  /** Random and kept nowhere: the salts are drawn from it. */
  secret: Uint8Array;
}

export interface RewrittenLineage {
  tombstones: Tombstone[];
  /** Categories that only erased rows bore, by feature. */
  lostCategories: LostCategories[];
  base: Uint8Array;
  /** In the order given; null where there was none. */
  versions: { patch: Uint8Array | null; truth: Uint8Array | null; facts: TableFacts }[];
}

/**
 * The canonical table and the patches of a lineage without the values of some rows.
 * @throws DomainError `not_found` for a row that no version holds; `invalid_state` for one that was erased before
 */
export function rewriteLineage(input: RewriteLineageInput): RewrittenLineage {
  const stored = decodeTable(input.base);
  const rows = rowsToErase(stored, input);
  const positions = new Map(Array.from(stored.table.rowIds, (row, position) => [row, position]));
  const tombstones = rows.map((row) => {
    const at = positions.get(row)! * HASH_BYTES;
    const salt = createHmac('sha256', input.secret)
      .update(String(row))
      .digest('hex')
      .slice(0, 2 * SALT_BYTES);
    return tombstoneOf(row, salt, stored.leaves.subarray(at, at + HASH_BYTES));
  });
  const erased = eraseRows(stored.table, stored.leaves, tombstones);
  const gone = new Set(rows);
  return {
    tombstones,
    lostCategories: lostCategories(stored.table, erased.table),
    base: encodeTable(erased),
    versions: input.versions.map((version) => rewrite(version, erased, gone)),
  };
}

function lostCategories(before: Table, after: Table): LostCategories[] {
  return before.features.flatMap((column, feature) => {
    const left = after.features[feature]!;
    if (column.kind === 'numeric' || left.kind === 'numeric') return [];
    const kept = new Set(left.categories);
    const categories = column.categories.filter((text) => !kept.has(text));
    return categories.length > 0 ? [{ column: column.name, categories }] : [];
  });
}

function rewrite(
  { patch: before, truth }: RewriteLineageInput['versions'][number],
  erased: StoredTable,
  gone: ReadonlySet<number>,
): RewrittenLineage['versions'][number] {
  const rewritten = before && erasePatch(before, gone);
  const table = rewritten ? applyPatch(erased.table, rewritten.patch) : erased.table;
  const forgotten = new Set([...gone, ...(rewritten?.alsoErased ?? [])]);
  return {
    patch: rewritten && jsonBytes(rewritten.patch),
    truth: truth && jsonBytes({ ...truth, patch: erasePatch(truth.patch, forgotten).patch }),
    facts: tableFacts(table, versionWarnings(table)),
  };
}

function rowsToErase({ table }: StoredTable, { rows, erasedBefore }: RewriteLineageInput): number[] {
  const before = new Set(erasedBefore);
  if (rows === 'all') {
    const left = Array.from(table.rowIds).filter((row) => !before.has(row));
    return left.sort((a, b) => a - b);
  }
  const present = new Set(table.rowIds);
  const absent = rows.find((row) => !present.has(row));
  if (absent !== undefined) {
    throw new DomainError(
      'not_found',
      `the registered file has no row ${absent}; its rows are 0 to ${table.rowCount - 1}`,
    );
  }
  const again = rows.find((row) => before.has(row));
  if (again !== undefined) throw new DomainError('invalid_state', `row ${again} was erased before`);
  return [...rows].sort((a, b) => a - b);
}
