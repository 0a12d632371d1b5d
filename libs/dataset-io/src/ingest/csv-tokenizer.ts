import { DomainError } from '@antidote/tabular';
import { type IngestLimits, limitExceeded } from './ingest-limits.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Records are looked at whole; one that is longer than this is refused. */
const RECORD_LIMIT = 64 * 2 ** 20;

/**
 * Cuts CSV text into records, strictly (RFC 4180), as `parseCsv` reads them: a quote opens a cell or stands doubled in
 * a quoted one; LF, CR LF and CR end a record; empty lines are skipped. Text comes in pieces of any size.
 */
export class CsvTokenizer {
  private carried = '';
  private line = 1;
  private readonly cells: string[] = [];
  private width = 0;
  private newlines = 0;

  /** @param onRecord is given the record's cells, in an array that is used again, their number, and its first line */
  constructor(
    private readonly delimiter: number,
    private readonly limits: IngestLimits,
    private readonly onRecord: (cells: string[], width: number, line: number) => void,
  ) {}

  /** @throws DomainError `invalid_csv` with the line, `limit_exceeded`, or what `onRecord` throws */
  push(text: string): void {
    this.consume(this.carried === '' ? text : this.carried + text, false);
  }

  /** Takes what was pushed last for the end of the file. */
  end(): void {
    this.consume(this.carried, true);
  }

  private consume(text: string, final: boolean): void {
    let at = 0;
    while (at < text.length) {
      const first = text.charCodeAt(at);
      if (first === LF || first === CR) {
        if (first === CR && at + 1 === text.length && !final) break;
        at += first === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
        this.line++;
        continue;
      }
      const end = this.record(text, at, final);
      if (end < 0) break;
      this.onRecord(this.cells, this.width, this.line);
      this.line += this.newlines;
      at = end;
    }
    this.carried = text.slice(at);
    if (this.carried.length > RECORD_LIMIT) throw this.tooLong(this.carried.length);
  }

  /** Reads a record into `cells`. Gives where the next begins, or -1 when its end is not there yet. */
  private record(text: string, start: number, final: boolean): number {
    const { delimiter, cells } = this;
    const { length } = text;
    let at = start;
    this.width = 0;
    this.newlines = 0;
    for (;;) {
      let cell: string;
      if (text.charCodeAt(at) === QUOTE) {
        const close = this.closingQuote(text, start, at + 1, final);
        if (close < 0) return -1;
        cell = text.slice(at + 1, close);
        if (cell.includes('"')) cell = cell.replaceAll('""', '"');
        if (cell.length > this.limits.cellBytes) throw this.tooLong(cell.length);
        for (let i = 0; i < cell.length; i++) {
          const code = cell.charCodeAt(i);
          if (code === LF ? cell.charCodeAt(i - 1) !== CR : code === CR) this.newlines++;
        }
        at = close + 1;
        if (at < length) {
          const next = text.charCodeAt(at);
          if (next !== delimiter && next !== LF && next !== CR) throw this.strayQuote();
        }
      } else {
        const from = at;
        let code = 0;
        for (; at < length; at++) {
          code = text.charCodeAt(at);
          if (code === delimiter || code === LF || code === CR) break;
          if (code === QUOTE) throw this.strayQuote();
        }
        if (at - from > this.limits.cellBytes) throw this.tooLong(at - from);
        cell = text.slice(from, at);
      }
      if (at >= length && !final) return -1;
      cells[this.width++] = cell;
      if (at >= length) return at;
      const code = text.charCodeAt(at++);
      if (code === delimiter) {
        // An empty last cell at the end of the file.
        if (at >= length && final) {
          cells[this.width++] = '';
          return at;
        }
        continue;
      }
      if (code === CR) {
        if (at >= length && !final) return -1;
        if (text.charCodeAt(at) === LF) at++;
      }
      this.newlines++;
      return at;
    }
  }

  /** Where the quoted cell that begins at `from`, in the record that begins at `recordStart`, is closed; -1 when that is not there yet. */
  private closingQuote(text: string, recordStart: number, from: number, final: boolean): number {
    let at = from;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) {
        if (text.length - from > this.limits.cellBytes) throw this.tooLong(text.length - from);
        if (!final) return -1;
        const line = this.line + linesIn(text.slice(recordStart, from));
        throw new DomainError(
          'invalid_csv',
          `Line ${line} opens a quote that is never closed; close it, or write a quote inside a cell twice.`,
          { line },
        );
      }
      if (quote + 1 === text.length) return final ? quote : -1;
      if (text.charCodeAt(quote + 1) !== QUOTE) return quote;
      at = quote + 2;
    }
  }

  private strayQuote(): DomainError {
    return new DomainError(
      'invalid_csv',
      `The record on line ${this.line} has a quote inside a cell; put the whole cell in quotes and write the quote inside twice.`,
      { line: this.line },
    );
  }

  private tooLong(length: number): DomainError {
    const column = this.width + 1;
    return limitExceeded(
      'cellBytes',
      this.limits,
      `The record on line ${this.line} has a cell of at least ${length} characters in column ${column}`,
      { line: this.line, column },
    );
  }
}

/** Line ends in a text; CR LF is one. */
function linesIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
