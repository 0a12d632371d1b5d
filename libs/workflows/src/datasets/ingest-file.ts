import type { RegisteredFile } from '@antidote/contracts';
import { rowLeaves } from '@antidote/data-versioning';
import { encodeTable, readTableFile, type ReadTableOptions } from '@antidote/dataset-io';
import type { TableFacts } from '@antidote/persistence';
import { tableFacts } from './table-facts.js';

export interface IngestedFile {
  facts: TableFacts;
  /** The canonical table, as the blob store keeps it. */
  table: Uint8Array;
  /** How the file was written and what is in quarantine. */
  file: Omit<RegisteredFile, 'bytes'>;
}

export type IngestOptions = ReadTableOptions;

/** Reads a file into the canonical table and what its version says of it. Pure but for the file. */
export async function ingestFile(path: string, options: IngestOptions): Promise<IngestedFile> {
  const { table, warnings, format, rowsIn, quarantined } = await readTableFile(path, options);
  const leaves = rowLeaves(table);
  return {
    facts: tableFacts(table, warnings, leaves),
    table: encodeTable({ table, leaves }),
    file: { ...format, rowsIn, quarantined },
  };
}
