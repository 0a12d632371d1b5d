import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '@antidote/tabular';
import { checkHeader } from './check-header.js';
import { cellEnd, CsvDocument, lineAt, skipEmptyLines } from './csv-document.js';
import { detectDelimiter, detectNewline } from './detect-dialect.js';
import { requireUtf8 } from './utf8.js';

/** Above these a file is refused, so that it cannot exhaust the memory. */
export const CSV_LIMITS = { bytes: 500_000_000, columns: 10_000 } as const;

/** The offset of the quote that is open at the end of the file, in the record that begins at `start`. */
function openQuote(bytes: Uint8Array, start: number, delimiter: number): number {
  let cell = start;
  for (;;) {
    const end = cellEnd(bytes, cell, delimiter);
    if (end >= bytes.length || bytes[end] !== delimiter) return cell;
    cell = end + 1;
  }
}

/** The reader's error in our words, with the line where the trouble begins. */
function refusal(error: unknown, bytes: Uint8Array, recordStart: number, delimiter: string, width: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = lineAt(bytes, recordStart);
  const options = { cause: error };
  switch (error.code as string) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const cells = (error as unknown as { record: string[] }).record.length;
      const message = `Line ${line} has ${cells} cell${cells === 1 ? '' : 's'}, the header has ${width}; give every row ${width} cells.`;
      return new DomainError('ragged_row', message, { line, cells, expected: width }, options);
    }
    case 'CSV_QUOTE_NOT_CLOSED': {
      const opened = lineAt(bytes, openQuote(bytes, recordStart, delimiter.charCodeAt(0)));
      const message = `Line ${opened} opens a quote that is never closed; close it, or write a quote inside a cell twice.`;
      return new DomainError('invalid_csv', message, { line: opened }, options);
    }
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE': {
      const message = `The record on line ${line} has a quote inside a cell; put the whole cell in quotes and write the quote inside twice.`;
      return new DomainError('invalid_csv', message, { line }, options);
    }
    default:
      return error;
  }
}

/**
 * Reads a CSV file strictly (RFC 4180): UTF-8 with or without a byte order mark; LF, CR LF or CR; comma, semicolon,
 * tab or bar, found from the first lines. Empty lines are skipped. No cell is changed, guessed or dropped.
 *
 * @throws DomainError `invalid_encoding` with the byte offset, `invalid_csv` and `ragged_row` with the line,
 *   `missing_header`, `empty_header`, `duplicate_header`, `empty_dataset`, `limit_exceeded`
 */
export function parseCsv(bytes: Uint8Array): CsvDocument {
  if (bytes.length > CSV_LIMITS.bytes) {
    throw new DomainError(
      'limit_exceeded',
      `The file has ${bytes.length} bytes, the limit is ${CSV_LIMITS.bytes}; split it or drop columns.`,
    );
  }
  requireUtf8(bytes);
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = bom ? 3 : 0;
  if (skipEmptyLines(bytes, start) >= bytes.length) {
    throw new DomainError('missing_header', 'The file is empty; its first line must name the columns.');
  }
  const delimiter = detectDelimiter(bytes, start);
  const ends: number[] = [];
  let width = 0;
  let records: string[][];
  try {
    records = parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start), {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_quotes: false,
      on_record: (record: string[], info) => {
        if (ends.length === 0) width = record.length;
        ends.push(start + info.bytes);
        return record;
      },
    });
  } catch (error) {
    throw refusal(error, bytes, skipEmptyLines(bytes, ends.at(-1) ?? start), delimiter, width);
  }
  if (width > CSV_LIMITS.columns) {
    throw new DomainError(
      'limit_exceeded',
      `The header has ${width} columns, the limit is ${CSV_LIMITS.columns}; drop columns.`,
    );
  }
  const [header, ...rows] = records as [string[], ...string[][]];
  checkHeader(header, rows);
  if (rows.length === 0) {
    throw new DomainError('empty_dataset', 'The file has a header and no rows; give at least one row below it.');
  }
  return new CsvDocument(bytes, header, rows, delimiter, bom, detectNewline(bytes, ends[0]!), ends);
}
