import { trustedTable, withoutTrusted, type SealedRow } from '@antidote/data-versioning';
import { parseCsv, tableWarnings, toTable, type CsvDocument } from '@antidote/dataset-io';
import { applyPatch, type Patch, type Table } from '@antidote/tabular';

/** A version as it is stored: the registered file and what the version changes against it. */
export interface VersionData {
  /** Bytes of the registered file. */
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
  document: CsvDocument;
  /** The registered file's table; its row ids are its positions. */
  base: Table;
  table: Table;
  /** The table with the labels taken for true, of the rows that it had; null when none are known. */
  trueTable: Table | null;
}

/** Parses the file and applies the patches. */
export function openVersion({ base: bytes, target, patch, truePatch }: VersionData): OpenVersion {
  const document = parseCsv(bytes);
  const { table: base } = toTable(document, { target });
  return {
    document,
    base,
    table: applyPatch(base, patch),
    trueTable: truePatch && applyPatch(base, truePatch),
  };
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

/** What is worth a look in a version of the file. */
export function versionWarnings({ document }: OpenVersion, table: Table): string[] {
  return tableWarnings(document, table);
}
