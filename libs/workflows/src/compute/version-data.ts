import { patchedLeaves, trustedTable, withoutTrusted, type SealedRow } from '@antidote/data-versioning';
import { decodeTable, labelWarnings } from '@antidote/dataset-io';
import type { TableFacts } from '@antidote/persistence';
import { applyPatch, selectRows, sourceColumn, touchedRows, type Patch, type Table } from '@antidote/tabular';
import { tableFacts } from '../datasets/table-facts.js';

/** A version as it is stored: the canonical table and what the version changes against it. */
export interface VersionData {
  /** Bytes of the canonical table. */
  base: Uint8Array;
  target: string;
  patch: Patch;
  /**
   * The patch of the version whose labels are taken for true: the last one before poison came in. Null when no version
   * of the lineage was poisoned by us, so that nothing better than the labels as given is known.
   */
  truePatch: Patch | null;
  /** The sealed trusted set in use: scores what is trained, and is kept out of training. */
  trusted?: TrustedData | null;
}

/** The rows of a trusted set with the version that they were drawn from. */
export interface TrustedData {
  version: VersionData;
  rows: SealedRow[];
  /** SHA-256 of the seal. */
  digest: string;
}

export interface OpenVersion {
  /** The registered file's table. Its row ids are its positions unless rows are in quarantine. */
  base: Table;
  /** The hash of each of its rows. */
  baseLeaves: Uint8Array;
  table: Table;
  /**
   * The table with the labels taken for true, of the rows that it had; null when none are known. Labels of a source that
   * the version was built without vouch for nothing and are left out.
   */
  trueTable: Table | null;
}

/** Decodes the table and applies the patches. */
export function openVersion({ base: bytes, patch, truePatch }: VersionData): OpenVersion {
  const { table: base, leaves: baseLeaves } = decodeTable(bytes);
  const table = applyPatch(base, patch);
  return { base, baseLeaves, table, trueTable: truePatch && withSourcesOf(table, applyPatch(base, truePatch)) };
}

/** The rows whose source the version still has rows of, and those without a source. */
function withSourcesOf(version: Table, trueTable: Table): Table {
  const [kept, all] = [sourceColumn(version), sourceColumn(trueTable)];
  if (kept === null || all === null) return trueTable;
  const names = new Set(Array.from(new Set(kept.codes), (code) => kept.names[code]));
  const vouched = all.names.map((name) => names.has(name));
  const positions = Array.from(all.codes.keys()).filter((position) => vouched[all.codes[position]!] ?? true);
  return positions.length === trueTable.rowCount ? trueTable : selectRows(trueTable, positions);
}

/** A version as training may see it: rows of the trusted set bear no label, in none of its tables. */
export interface TrainingVersion extends OpenVersion {
  /** The trusted rows with the labels that people vouch for; null without a sealed set. */
  trusted: Table | null;
}

export function openForTraining(data: VersionData): TrainingVersion {
  const opened = openVersion(data);
  if (!data.trusted) return { ...opened, trusted: null };
  const { version, rows } = data.trusted;
  return {
    ...opened,
    base: withoutTrusted(opened.base, rows),
    table: withoutTrusted(opened.table, rows),
    trueTable: opened.trueTable && withoutTrusted(opened.trueTable, rows),
    trusted: trustedTable(openVersion(version).table, rows),
  };
}

/** What is worth a look in the labels of a version; what is worth a look in its columns, its original tells. */
export function versionWarnings(table: Table): string[] {
  return labelWarnings(table);
}

/**
 * What the row of a derived version says of its table: rows that the patch leaves alone keep their hashes.
 *
 * @param patch against the registered file
 */
export function derivedFacts({ base, baseLeaves }: OpenVersion, table: Table, patch: Patch): TableFacts {
  const leaves = patchedLeaves(table, { rowIds: base.rowIds, leaves: baseLeaves }, touchedRows(patch));
  return tableFacts(table, versionWarnings(table), leaves);
}
