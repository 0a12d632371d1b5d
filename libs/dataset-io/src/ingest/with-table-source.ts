import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@antidote/tabular';
import { fileRefusal } from '../file-refusal.js';
import { openCsv } from './csv-source.js';
import { type IngestLimits, limitExceeded } from './ingest-limits.js';
import { openJsonLines } from './json-lines-source.js';
import { openParquet } from './parquet-source.js';
import type { TableSource } from './table-source.js';

export interface OpenOptions {
  limits: IngestLimits;
  quarantineRaggedRows: boolean;
  /** Where a compressed file is decompressed to, for the time it is read. */
  plainPath: string;
}

/** Tells what a file is by its first bytes; its name says nothing. */
async function firstBytes(path: string): Promise<Buffer> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;
const isZip = (head: Buffer) => head.toString('latin1', 0, 4) === 'PK\x03\x04';
const isZstd = (head: Buffer) => head.readUInt32LE(0) === 0xfd2fb528;

/**
 * Opens a file of CSV, JSON Lines or Parquet, or one of them in gzip, for `work`. What is compressed is first
 * decompressed, within the limits, and removed again.
 *
 * @throws DomainError for whatever makes the file unreadable
 */
export async function withTableSource<T>(
  path: string,
  { limits, quarantineRaggedRows, plainPath }: OpenOptions,
  work: (source: TableSource) => Promise<T>,
): Promise<T> {
  const head = await firstBytes(path);
  if (!isGzip(head)) return work(await openPlain(path, head, null));
  try {
    await gunzipFile(path, plainPath, limits);
    const plainHead = await firstBytes(plainPath);
    if (isGzip(plainHead)) {
      throw new DomainError('unsupported_media_type', 'The file is compressed twice; compress it once.');
    }
    return await work(await openPlain(plainPath, plainHead, 'gzip'));
  } finally {
    await rm(plainPath, { force: true });
  }

  async function openPlain(at: string, bytes: Buffer, compression: 'gzip' | null): Promise<TableSource> {
    if (bytes.toString('latin1', 0, 4) === 'PAR1') {
      const source = await openParquet(at, { limits });
      return { ...source, format: { ...source.format, compression } };
    }
    if (bytes.length >= 4 && (isZip(bytes) || isZstd(bytes))) {
      throw new DomainError(
        'unsupported_media_type',
        `The file is ${isZip(bytes) ? 'a zip archive or a spreadsheet' : 'compressed by zstd'}; send CSV, JSON Lines or Parquet, plain or in gzip.`,
      );
    }
    if (/^(\uFEFF|\s)*\[\s*\{\s*("|\})/.test(bytes.toString('utf8'))) {
      throw new DomainError(
        'invalid_json',
        'The file is one JSON array; give JSON Lines: one object a line, without brackets around them or commas between.',
      );
    }
    // A CSV whose first name begins with a brace would have to be in quotes to be JSON.
    if (/^(\uFEFF|\s)*\{\s*("|\})/.test(bytes.toString('utf8'))) return openJsonLines(at, { limits, compression });
    return openCsv(at, { limits, quarantineRaggedRows, compression });
  }
}

async function gunzipFile(from: string, to: string, limits: IngestLimits): Promise<void> {
  const { size } = await stat(from);
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limits.decompressedBytes) {
        done(
          limitExceeded(
            'decompressedBytes',
            limits,
            `The file has more than ${limits.decompressedBytes} bytes decompressed`,
          ),
        );
      } else if (bytes > Math.max(size, 1024) * limits.decompressionRatio) {
        const found = `The file of ${size} bytes grows more than ${limits.decompressionRatio} times`;
        done(limitExceeded('decompressionRatio', limits, found));
      } else done(null, chunk);
    },
  });
  try {
    await pipeline(
      createReadStream(from),
      createGunzip(),
      counted,
      createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new DomainError(
      'invalid_encoding',
      `The gzip file is cut short or damaged (${message}); send it again.`,
      {},
      { cause: error },
    );
  }
}
