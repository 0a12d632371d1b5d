import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTableFile } from '@antidote/dataset-io';
import { CONTEXT_ROLES, type ContextRole, type Table } from '@antidote/tabular';
import { namingFile } from './naming-file.js';

export interface TableColumns {
  target?: string | undefined;
  roles?: Partial<Record<ContextRole, string | undefined>>;
}

/**
 * The table of a file of CSV, JSON Lines or Parquet, plain or in gzip; its labels may all be the same.
 * @throws DomainError as `readTableFile`, with the file's name before it
 */
export async function readTable(path: string, { target, roles = {} }: TableColumns = {}): Promise<Table> {
  const named: Partial<Record<ContextRole, string>> = {};
  for (const role of CONTEXT_ROLES) if (roles[role] !== undefined) named[role] = roles[role];
  // What is decompressed is never written beside the user's file.
  const plainPath = join(tmpdir(), `antidote-${randomUUID()}`);
  const options = { ...(target !== undefined && { target }), roles: named, allowSingleClass: true, plainPath };
  return namingFile(path, async () => (await readTableFile(path, options)).table);
}
