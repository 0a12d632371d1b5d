import { open, type FileHandle } from 'node:fs/promises';
import { DomainError } from '@antidote/tabular';
import type { AsyncBuffer, Compressors, FileMetaData, ParquetParsers, SchemaTree } from 'hyparquet';
import { checkNames } from '../check-header.js';
import { checkParquetPages, chunkRange } from './check-parquet-pages.js';
import { type IngestLimits, limitExceeded } from './ingest-limits.js';
import { isoDate, isoTimestamp } from './iso-text.js';
import { shortestSingle } from './shortest-single.js';
import type { SourceRows, TableSource, ValueSink } from './table-source.js';

/** The footer is read whole. */
const FOOTER_LIMIT = 64 * 2 ** 20;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Dates and times as ISO 8601 texts, the way that data frames write them to CSV. */
const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => isoDate(days),
  timestampFromMilliseconds: (millis) => isoTimestamp(BigInt(millis) * 1_000_000n),
  timestampFromMicroseconds: (micros) => isoTimestamp(BigInt(micros) * 1000n),
  timestampFromNanoseconds: (nanos) => isoTimestamp(BigInt(nanos)),
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : decoder.decode(bytes)),
  jsonFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : decoder.decode(bytes)),
} as Partial<ParquetParsers>;

/**
 * Opens a Parquet file of flat columns: numbers, booleans, texts, dates and times.
 *
 * @throws DomainError `invalid_parquet` for what is no such file, `limit_exceeded`, `empty_header`, `duplicate_header`
 */
export async function openParquet(path: string, { limits }: { limits: IngestLimits }): Promise<TableSource> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const { metadata, columns } = await withFile(path, async (file) => {
    const { size } = await file.stat();
    const tail = Buffer.alloc(8);
    await file.read(tail, 0, 8, Math.max(size - 8, 0));
    const footer = tail.readUInt32LE(0);
    if (size < 12 || tail.toString('latin1', 4) !== 'PAR1' || footer > size - 12 || footer > FOOTER_LIMIT) {
      throw unreadable('its end is missing or damaged');
    }
    const metadata = await reading(() => parquetMetadataAsync(bufferOf(file, size), { parsers: PARSERS as never }));
    return { metadata, columns: await reading(async () => parquetSchema(metadata).children) };
  });
  const header = await reading(async () => {
    checkShape(metadata, columns, limits);
    const names = columns.map(({ element }) => element.name);
    if (!names.every((name) => typeof name === 'string')) throw unreadable('a column has no name');
    checkNames(names);
    return names;
  });
  return {
    header,
    format: { format: 'parquet', compression: null, dialect: null },
    read: (wanted, sink) => readColumns(path, metadata, columns, limits, wanted, sink),
  };
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function bufferOf(file: FileHandle, byteLength: number): AsyncBuffer {
  const read = async (start: number, end: number) => {
    const from = start < 0 ? byteLength + start : start;
    const length = end - from;
    if (!(from >= 0 && length >= 0 && end <= byteLength)) throw new Error('a part lies outside the file');
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, from);
    if (bytesRead !== length) throw new Error('the file ends too soon');
    return bytes.buffer;
  };
  return {
    byteLength,
    slice(start, end = byteLength) {
      const part = read(start, end);
      // The reader asks for parts ahead, and gives up at the first that fails: nobody waits for the others then.
      part.catch(() => undefined);
      return part;
    },
  };
}

const unreadable = (reason: string, cause?: unknown) =>
  new DomainError('invalid_parquet', `The Parquet file cannot be read: ${reason}; write it again.`, {}, { cause });

/** Whatever the reader stumbles over is the file's fault: it is given nothing else. */
async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const reason = error instanceof TypeError ? 'a part is damaged, or a text is not UTF-8' : (error as Error).message;
    throw unreadable(reason.slice(0, 200), error);
  }
}

function checkShape(metadata: FileMetaData, columns: SchemaTree[], limits: IngestLimits): void {
  if (columns.length > limits.columns) {
    throw limitExceeded('columns', limits, `The file has ${columns.length} columns`);
  }
  for (const { element, children } of columns) {
    if (children.length > 0 || element.repetition_type === 'REPEATED') {
      const name = JSON.stringify(element.name);
      throw unreadable(`column ${name} holds lists or objects, where one value a row is wanted`);
    }
  }
  if (metadata.num_rows > BigInt(limits.rows) || metadata.num_rows < 0n) {
    throw limitExceeded('rows', limits, `The file has ${metadata.num_rows} rows`);
  }
  let bytes = 0n;
  let rows = 0n;
  for (const group of metadata.row_groups) {
    rows += group.num_rows;
    for (const { meta_data } of group.columns) {
      if (meta_data === undefined || meta_data.total_uncompressed_size < 0n) throw unreadable('a column has no size');
      bytes += meta_data.total_uncompressed_size;
    }
  }
  if (rows !== metadata.num_rows) throw unreadable(`its parts have ${rows} rows, its end says ${metadata.num_rows}`);
  if (bytes > BigInt(limits.decompressedBytes)) {
    throw limitExceeded('decompressedBytes', limits, `The file has ${bytes} bytes decompressed`);
  }
}

async function readColumns(
  path: string,
  metadata: FileMetaData,
  columns: SchemaTree[],
  limits: IngestLimits,
  wanted: (column: number) => boolean,
  sink: ValueSink,
): Promise<SourceRows> {
  const [{ parquetRead }, { parquetHeader }, compressors] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/column.js'),
    boundedCompressors(limits),
  ]);
  const total = Number(metadata.num_rows);
  await withFile(path, async (file) => {
    const buffer = bufferOf(file, (await file.stat()).size);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      for (const [column, { element }] of columns.entries()) {
        if (!wanted(column)) continue;
        let next = rowStart;
        const single = element.type === 'FLOAT';
        // One column of one group at a time: that is what has to fit into memory.
        await reading(async () => {
          const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === element.name)?.meta_data;
          if (chunk === undefined) throw new Error('a part lacks a column');
          const { start, end } = chunkRange(chunk);
          checkParquetPages(await buffer.slice(start, end), rowEnd - rowStart, parquetHeader);
          await parquetRead({
            file: buffer,
            metadata,
            columns: [element.name],
            rowStart,
            rowEnd,
            compressors,
            parsers: PARSERS as never,
            onPage: ({ columnData, rowStart: first }) => {
              if (first !== next) throw new Error('its pages are out of order');
              next += columnData.length;
              for (const value of columnData as Iterable<unknown>) take(sink, column, value, single, limits);
            },
          });
        });
        if (next !== rowEnd)
          throw unreadable(
            `column ${JSON.stringify(element.name)} has ${next - rowStart} values of ${rowEnd - rowStart}`,
          );
      }
      rowStart = rowEnd;
    }
  });
  return { total, kept: null, ragged: [], raggedCount: 0 };
}

function take(sink: ValueSink, column: number, value: unknown, single: boolean, limits: IngestLimits): void {
  if (typeof value === 'number') {
    if (value === Infinity || value === -Infinity) throw new Error(`column ${column + 1} holds an infinite number`);
    sink.number(column, single && !Number.isNaN(value) ? shortestSingle(value) : value);
  } else if (typeof value === 'string') {
    if (value.length > limits.cellBytes) {
      throw limitExceeded('cellBytes', limits, `Column ${column + 1} has a value of ${value.length} characters`);
    }
    sink.text(column, value);
  } else if (value === null || value === undefined) sink.text(column, '');
  else if (typeof value === 'bigint' || typeof value === 'boolean') sink.text(column, String(value));
  else throw new Error(`column ${column + 1} holds bytes or objects`);
}

/** The codecs, each refusing a page that would grow beyond what its file may. */
async function boundedCompressors(limits: IngestLimits): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  const bounded: Compressors = {};
  for (const [codec, decompress] of Object.entries(compressors) as [keyof Compressors, never][]) {
    bounded[codec] = (input, outputLength) => {
      const most = Math.max(input.length, 1024) * limits.decompressionRatio;
      if (!(outputLength <= most)) {
        throw limitExceeded('decompressionRatio', limits, `A page of ${input.length} bytes grows to ${outputLength}`);
      }
      return (decompress as (input: Uint8Array, outputLength: number) => Uint8Array)(input, outputLength);
    };
  }
  return bounded;
}
