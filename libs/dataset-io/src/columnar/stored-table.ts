import type { ContextRole, Table } from '@antidote/tabular';

/** A canonical table as it is kept: the columns, and the hash of each row where they are known. */
export interface StoredTable {
  table: Table;
  /** Uint8Array(rowCount x 32), as data-versioning's `rowLeaves` gives them. */
  leaves: Uint8Array;
}

export const MAGIC = 'ANTIDOTE-TABLE-2\n';

/** Sections begin at multiples of this, so that they are read in place. */
export const ALIGNMENT = 8;

export type ArrayType = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64';

export interface StoredSection {
  type: ArrayType;
  /** From the end of the header, in bytes. */
  offset: number;
  /** Elements. */
  length: number;
}

export interface StoredColumn {
  name: string;
  role: 'feature' | 'target' | ContextRole;
  /** Numbers, or codes of `texts` plus one, 0 standing for missing. */
  values: StoredSection;
  /** For a category or the target: its texts as UTF-8, joined, and where each ends. Null for numbers. */
  texts: { bytes: StoredSection; ends: StoredSection } | null;
}

export interface StoredHeader {
  rowCount: number;
  /** Null when row ids are the positions. */
  rowIds: StoredSection | null;
  columns: StoredColumn[];
  leaves: StoredSection;
}
