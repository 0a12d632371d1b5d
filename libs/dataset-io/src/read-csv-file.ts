import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DomainError } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';
import { parseCsv } from './parse-csv.js';

const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/**
 * The bytes of a file.
 *
 * @throws DomainError `file_not_found` or `file_unreadable`
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new DomainError('file_not_found', `There is no file ${path}; check the path.`, { path }, { cause: error });
    }
    const reason = REASONS[code] ?? message;
    throw new DomainError('file_unreadable', `${path} cannot be read: ${reason}.`, { path }, { cause: error });
  }
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
