import { renderCsvPieces } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadTable, type TableBlobs } from './load-table.js';

/**
 * Writes a version as CSV to a new file: features, context, then the target, numbers in their shortest form.
 *
 * @param forSpreadsheet puts an apostrophe before texts that a spreadsheet would take for a formula
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function exportVersion(
  blobs: BlobStore,
  { path, forSpreadsheet, ...stored }: TableBlobs & { path: string; forSpreadsheet: boolean },
): Promise<{ rows: number }> {
  const { table } = await loadTable(blobs, stored);
  const pieces = Readable.from(renderCsvPieces(table, { forSpreadsheet }));
  await pipeline(pieces, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { rows: table.rowCount };
}
