/** Where the values of a file go, row by row or column by column. */
export interface ValueSink {
  /** A value as text; `''` is missing. Each column gets its values in row order. */
  text(column: number, text: string): void;
  /** A finite number; NaN is missing. */
  number(column: number, value: number): void;
}

/** A row that has another number of cells than the header. */
export interface RaggedRow {
  /** Row number in the file, counted from 0, header excluded. */
  row: number;
  /** Line number, counted from 1. */
  line: number;
  cells: number;
}

/** How the file was written. */
export interface FileFormat {
  format: 'csv' | 'parquet' | 'jsonl';
  compression: 'gzip' | null;
  /** Of CSV; null for the others. */
  dialect: { delimiter: string; newline: '\n' | '\r\n' | '\r'; bom: boolean } | null;
}

export interface SourceRows {
  /** Rows in the file. */
  total: number;
  /** Row numbers of those given to the sink, ascending; null when that is all of them. */
  kept: Uint32Array | null;
  ragged: RaggedRow[];
  /** All of them, where `ragged` holds the first alone. */
  raggedCount: number;
}

/** A file that gives its values as often as it is asked, always the same. */
export interface TableSource {
  header: string[];
  format: FileFormat;
  /**
   * Gives the values of the wanted columns.
   * @throws DomainError for whatever makes the file unreadable
   */
  read(wanted: (column: number) => boolean, sink: ValueSink): Promise<SourceRows>;
}
