import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { DomainError } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';
import { fileRefusal } from './file-refusal.js';
import { parseCsv } from './parse-csv.js';

/**
 * The bytes of a file.
 *
 * @throws DomainError `file_not_found` or `file_unreadable`
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

/**
 * The SHA-256 of a file in hex, read piece by piece.
 *
 * @throws DomainError `file_not_found` or `file_unreadable`
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw fileRefusal(path, error);
  }
  return hash.digest('hex');
}

/**
 * Reads and parses a CSV file. Refusals of `parseCsv` get the path in front.
 *
 * @returns `sha256` of the bytes in hex
 */
export async function readCsvFile(path: string): Promise<{ bytes: Uint8Array; document: CsvDocument; sha256: string }> {
  const bytes = await readBytes(path);
  let document: CsvDocument;
  try {
    document = parseCsv(bytes);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, `${path}: ${error.message}`, { ...error.details, path }, { cause: error });
  }
  return { bytes, document, sha256: createHash('sha256').update(bytes).digest('hex') };
}
