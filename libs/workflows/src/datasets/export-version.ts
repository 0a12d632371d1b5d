import { renderCsvPieces } from '@antidote/dataset-io';
import type { BlobStore } from '@antidote/persistence';
import { hideColumns } from '@antidote/tabular';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadTable, type TableBlobs } from './load-table.js';

export interface ExportInput extends TableBlobs {
  path: string;
  /** Puts an apostrophe before texts that a spreadsheet would take for a formula. */
  forSpreadsheet: boolean;
  /** Names of columns whose values are hidden. */
  sensitive: string[];
}

/**
 * Writes a version as CSV to a new file: features, context, then the target, numbers in their shortest form.
 *
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function exportVersion(
  blobs: BlobStore,
  { path, forSpreadsheet, sensitive, ...stored }: ExportInput,
): Promise<{ rows: number }> {
  const { table } = await loadTable(blobs, stored);
  const pieces = Readable.from(renderCsvPieces(hideColumns(table, sensitive), { forSpreadsheet }));
  await pipeline(pieces, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { rows: table.rowCount };
}
