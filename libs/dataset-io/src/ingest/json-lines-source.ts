import { DomainError } from '@antidote/tabular';
import { checkNames } from '../check-header.js';
import { type IngestLimits, limitExceeded } from './ingest-limits.js';
import { readText } from './read-text.js';
import type { FileFormat, SourceRows, TableSource, ValueSink } from './table-source.js';

/** Numbers that a double may not hold exactly are read from their text. */
const MANY_DIGITS = /\d{16}/;
/** A line is looked at whole. */
const LINE_LIMIT = 64 * 2 ** 20;

type Row = Record<string, unknown>;

/**
 * Opens a file of JSON Lines: one object a line. The columns are the keys of all rows, in the order of their first
 * appearance; a key that a row lacks, and `null`, is a missing value. Values are texts, numbers and booleans.
 *
 * @throws DomainError `invalid_json` with the line, `empty_dataset`, `empty_header`, `limit_exceeded`
 */
export async function openJsonLines(
  path: string,
  { limits, compression }: { limits: IngestLimits; compression: FileFormat['compression'] },
): Promise<TableSource> {
  const keys = new Map<string, number>();
  await forEachRow(path, limits, (row, line, text) => {
    const own = Object.keys(row);
    refuseRepeatedKeys(text, own.length, line);
    for (const key of own) if (!keys.has(key)) keys.set(key, keys.size);
    if (keys.size > limits.columns) {
      throw limitExceeded('columns', limits, `The file has more than ${limits.columns} different keys`);
    }
  });
  const header = [...keys.keys()];
  if (header.length === 0) throw new DomainError('empty_dataset', 'The file has no row with a value.');
  checkNames(header);
  return {
    header,
    format: { format: 'jsonl', compression, dialect: null },
    read: (wanted, sink) => readRows(path, header, limits, wanted, sink),
  };
}

async function readRows(
  path: string,
  header: string[],
  limits: IngestLimits,
  wanted: (column: number) => boolean,
  sink: ValueSink,
): Promise<SourceRows> {
  const columns = [...header.keys()].filter(wanted);
  const total = await forEachRow(path, limits, (row, line) => {
    for (const column of columns) {
      const key = header[column]!;
      const value = Object.hasOwn(row, key) ? row[key] : null;
      if (typeof value === 'number') sink.text(column, String(value));
      else sink.text(column, textOf(value, line, column, limits));
    }
  });
  return { total, kept: null, ragged: [], raggedCount: 0 };
}

function textOf(value: unknown, line: number, column: number, limits: IngestLimits): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') {
    throw new DomainError(
      'invalid_json',
      `Line ${line} has a list or an object in column ${column + 1}; give texts, numbers, true, false or null.`,
      { line, column: column + 1 },
    );
  }
  if (value.length > limits.cellBytes) {
    throw limitExceeded('cellBytes', limits, `Line ${line} has ${value.length} characters in column ${column + 1}`, {
      line,
      column: column + 1,
    });
  }
  return value;
}

/** Calls `onRow` for each line that is not blank. Gives the number of rows. */
async function forEachRow(
  path: string,
  limits: IngestLimits,
  onRow: (row: Row, line: number, text: string) => void,
): Promise<number> {
  let rest = '';
  let line = 0;
  let rows = 0;
  const take = (text: string) => {
    line++;
    if (text.trim() === '') return;
    if (rows >= limits.rows) throw limitExceeded('rows', limits, `The file has more than ${limits.rows} rows`);
    onRow(parseRow(text, line), line, text);
    rows++;
  };
  for await (const piece of readText(path)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const text of lines) take(text);
    if (rest.length > LINE_LIMIT) {
      throw limitExceeded('cellBytes', limits, `Line ${line + 1} has more than ${LINE_LIMIT} characters`);
    }
  }
  if (rest !== '') take(rest);
  return rows;
}

function parseRow(text: string, line: number): Row {
  let row: unknown;
  try {
    row = MANY_DIGITS.test(text) ? JSON.parse(text, exactNumber as never) : JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_json', `Line ${line} is no JSON; give one object a line.`, { line }, { cause });
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new DomainError('invalid_json', `Line ${line} is no JSON object; give one object a line.`, { line });
  }
  return row as Row;
}

/** Of a key that a row has twice one value would be lost, and readers differ in which. @param keys that the row has */
function refuseRepeatedKeys(text: string, keys: number, line: number): void {
  // Each key has one colon; further ones stand inside of texts, of objects, or behind a key that repeats.
  if (count(text, ':') === keys) return;
  const bare = withoutTexts(text);
  if (count(bare, ':') === keys || count(bare, '{') > 1) return;
  throw new DomainError('duplicate_header', `Line ${line} has a key twice; give each value a key of its own.`, {
    line,
  });
}

/** Valid JSON without what stands in quotes. */
function withoutTexts(json: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', at)) {
    pieces.push(json.slice(at, quote));
    at = endOfText(json, quote) + 1;
  }
  return pieces.join('') + json.slice(at);
}

/** Where the text that begins at a quote ends. */
function endOfText(json: string, quote: number): number {
  for (let end = json.indexOf('"', quote + 1); ; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return end;
  }
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/** Whole numbers that a double does not hold are kept as the text that they were. */
function exactNumber(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
    ? source
    : value;
}
