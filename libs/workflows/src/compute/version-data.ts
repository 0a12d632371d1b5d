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

/** What is worth a look in a version of the file. */
export function versionWarnings({ document }: OpenVersion, table: Table): string[] {
  return tableWarnings(document, table);
}
