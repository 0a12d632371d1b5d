import { open } from 'node:fs/promises';
import { DomainError } from '@antidote/tabular';
import { checkHeader } from '../check-header.js';
import { skipEmptyLines } from '../csv-document.js';
import { detectDelimiter } from '../detect-dialect.js';
import { CsvTokenizer } from './csv-tokenizer.js';
import { type IngestLimits, limitExceeded } from './ingest-limits.js';
import { readText } from './read-text.js';
import type { FileFormat, RaggedRow, SourceRows, TableSource, ValueSink } from './table-source.js';

/** What is looked at to find the dialect, and whether the first line names the columns. */
const HEAD_BYTES = 2 ** 20;
const HEAD_ROWS = 1000;
/** Bad rows that are named; the others are counted. */
const NAMED_RAGGED_ROWS = 1000;

export interface CsvSourceOptions {
  limits: IngestLimits;
  /** Leaves rows with another number of cells than the header out instead of refusing the file. */
  quarantineRaggedRows: boolean;
  compression: FileFormat['compression'];
}

class EnoughRows extends Error {}

/**
 * Opens a CSV file, whose dialect is found from its beginning.
 *
 * @throws DomainError `missing_header`, `empty_header`, `duplicate_header`, `invalid_csv`, `invalid_encoding`,
 *   `limit_exceeded`; reading throws `ragged_row` with the line, and `empty_dataset`
 */
export async function openCsv(path: string, options: CsvSourceOptions): Promise<TableSource> {
  const head = await readHead(path);
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const start = bom ? 3 : 0;
  if (skipEmptyLines(head, start) >= head.length) {
    throw new DomainError('missing_header', 'The file is empty; its first line must name the columns.');
  }
  const delimiter = detectDelimiter(head, start);
  const records = await firstRecords(path, delimiter, options.limits);
  const [header, ...rows] = records as [string[], ...string[][]];
  if (header.length > options.limits.columns) {
    throw limitExceeded('columns', options.limits, `The header has ${header.length} columns`);
  }
  checkHeader(header, rows);
  return {
    header,
    format: {
      format: 'csv',
      compression: options.compression,
      dialect: { delimiter, newline: firstNewline(head), bom },
    },
    read: (wanted, sink) => readRows(path, header.length, delimiter, options, wanted, sink),
  };
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The first line end outside quotes; LF where there is none. */
function firstNewline(head: Uint8Array): '\n' | '\r\n' | '\r' {
  let quoted = false;
  for (let at = 0; at < head.length; at++) {
    if (head[at] === 34) quoted = !quoted;
    else if (!quoted && head[at] === 10) return '\n';
    else if (!quoted && head[at] === 13) return head[at + 1] === 10 ? '\r\n' : '\r';
  }
  return '\n';
}

async function firstRecords(path: string, delimiter: string, limits: IngestLimits): Promise<string[][]> {
  const records: string[][] = [];
  const tokenizer = new CsvTokenizer(delimiter.charCodeAt(0), limits, (cells, width) => {
    records.push(cells.slice(0, width));
    if (records.length > HEAD_ROWS) throw new EnoughRows();
  });
  try {
    for await (const text of readText(path)) tokenizer.push(text);
    tokenizer.end();
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
  }
  return records;
}

async function readRows(
  path: string,
  columnCount: number,
  delimiter: string,
  { limits, quarantineRaggedRows }: CsvSourceOptions,
  wanted: (column: number) => boolean,
  sink: ValueSink,
): Promise<SourceRows> {
  const columns = Array.from({ length: columnCount }, (_, column) => column).filter(wanted);
  const ragged: RaggedRow[] = [];
  const raggedRows: number[] = [];
  let row = -1;
  const tokenizer = new CsvTokenizer(delimiter.charCodeAt(0), limits, (cells, width, line) => {
    if (row < 0) {
      row = 0;
      return;
    }
    if (row >= limits.rows) throw limitExceeded('rows', limits, `The file has more than ${limits.rows} rows`);
    if (width === columnCount) for (const column of columns) sink.text(column, cells[column]!);
    else {
      if (!quarantineRaggedRows) throw raggedRow(line, width, columnCount);
      if (ragged.length < NAMED_RAGGED_ROWS) ragged.push({ row, line, cells: width });
      raggedRows.push(row);
    }
    row++;
  });
  for await (const text of readText(path)) tokenizer.push(text);
  tokenizer.end();
  const total = Math.max(row, 0);
  return { total, kept: rowsWithout(total, raggedRows), ragged, raggedCount: raggedRows.length };
}

function raggedRow(line: number, cells: number, expected: number): DomainError {
  return new DomainError(
    'ragged_row',
    `Line ${line} has ${cells} cell${cells === 1 ? '' : 's'}, the header has ${expected}; give every row ${expected} cells, or ask for bad rows to be put into quarantine.`,
    { line, cells, expected },
  );
}

function rowsWithout(total: number, left: number[]): Uint32Array | null {
  if (left.length === 0) return null;
  const absent = new Set(left);
  const kept = new Uint32Array(total - left.length);
  let next = 0;
  for (let row = 0; row < total; row++) if (!absent.has(row)) kept[next++] = row;
  return kept;
}
