import { client as defaultClient } from './generated/client.gen.js';
import { formDataBodySerializer, type Client } from './generated/client/index.js';
import type { RegisterDatasetErrors, RegisterDatasetResponses } from './generated/types.gen.js';

export interface DatasetFile {
  /** The bytes as they are on the disk: nothing is decoded before the API has looked at them. */
  file: Blob | File;
  name?: string;
  target?: string;
  /** Columns that are no features. */
  id?: string;
  source?: string;
  time?: string;
  group?: string;
  /** Columns whose values are hidden, with commas in between. */
  sensitive?: string;
  /** The declared schema, as YAML or JSON. */
  schema?: string;
  quarantineBadRows?: boolean;
  /** What the file hashes to, hex: another hash is refused. */
  sha256?: string;
}

/**
 * Registers a file of CSV, JSON Lines or Parquet, plain or in gzip, as a form upload. `registerDataset` sends text in JSON, which has already lost the bytes of a
 * file that is not UTF-8.
 */
export function uploadDataset({ file, sha256, ...fields }: DatasetFile, client: Client = defaultClient) {
  const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  // The hash stands before the file, so that it is known when the file comes.
  const body = { ...(sha256 === undefined ? {} : { sha256 }), ...Object.fromEntries(given), file };
  return client.post<RegisterDatasetResponses, RegisterDatasetErrors>({
    url: '/api/v1/datasets',
    ...formDataBodySerializer,
    body,
    headers: { 'Content-Type': null },
  });
}
