import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { ingestFile, type IngestedFile, type IngestOptions } from '@antidote/workflows';

/** A file read into its canonical table, which lies beside it until it is taken into the blob store. */
export interface Ingested extends Omit<IngestedFile, 'table'> {
  table: { path: string; sha256: string };
}

/** Reads a staged file and writes its canonical table beside it. @throws DomainError for whatever is wrong with it */
export async function ingest({ path, options }: { path: string; options: IngestOptions }): Promise<Ingested> {
  const { table, ...rest } = await ingestFile(path, options);
  const beside = `${path}.table`;
  await writeFile(beside, table, { flush: true, mode: 0o600 });
  return { ...rest, table: { path: beside, sha256: createHash('sha256').update(table).digest('hex') } };
}
