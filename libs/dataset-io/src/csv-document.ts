const LF = 10;
const CR = 13;
const QUOTE = 34;

export type Newline = '\n' | '\r\n' | '\r';

/** Bytes from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

/** The line of a byte offset, counted from 1; CR LF is one line end. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) line++;
  return line;
}

/** The first byte at or after `offset` that ends no line: where the record after empty lines begins. */
export function skipEmptyLines(bytes: Uint8Array, offset: number): number {
  while (bytes[offset] === LF || bytes[offset] === CR) offset++;
  return offset;
}

/**
 * The end of the cell that begins at `start`: the offset of its delimiter, of its line end or of the end of the file.
 * A quote that is never closed runs to the end of the file.
 */
export function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let end = start;
  if (bytes[start] === QUOTE) {
    end++;
    while (end < bytes.length && (bytes[end] !== QUOTE || bytes[end + 1] === QUOTE)) {
      end += bytes[end] === QUOTE ? 2 : 1;
    }
  }
  while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== LF && bytes[end] !== CR) end++;
  return end;
}

/** A parsed CSV file: the exact text of every cell, and the bytes each came from. */
export class CsvDocument {
  /**
   * @param bytes the whole file, with its byte order mark if it has one
   * @param header column names, unique and not blank
   * @param rows exact cell texts, quotes undone, one array a record, as long as the header
   * @param delimiter one character
   * @param ends for the header and each row, the offset after its line end
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly header: string[],
    readonly rows: string[][],
    readonly delimiter: string,
    readonly bom: boolean,
    readonly newline: Newline,
    private readonly ends: ArrayLike<number>,
  ) {}

  /** The record's bytes with its line end; empty lines before it do not belong to it. Rows count from 0. */
  recordSpan(row: number): Span {
    return { start: skipEmptyLines(this.bytes, this.ends[row]!), end: this.ends[row + 1]! };
  }

  /** The cell's bytes with its quotes. */
  cellSpan(row: number, column: number): Span {
    const delimiter = this.delimiter.charCodeAt(0);
    let { start } = this.recordSpan(row);
    for (let c = 0; c < column; c++) start = cellEnd(this.bytes, start, delimiter) + 1;
    return { start, end: cellEnd(this.bytes, start, delimiter) };
  }

  /** The record as it stands in the file, without its line end. */
  raw(row: number): string {
    const { start, end } = this.recordSpan(row);
    return Buffer.from(this.bytes.subarray(start, end))
      .toString('utf8')
      .replace(/[\r\n]+$/, '');
  }

  /** The line on which the row begins, counted from 1, the header's line being the first. */
  lineOf(row: number): number {
    return lineAt(this.bytes, this.recordSpan(row).start);
  }
}
