import { client as defaultClient } from './generated/client.gen.js';
import { formDataBodySerializer, type Client } from './generated/client/index.js';
import type { RegisterDatasetErrors, RegisterDatasetResponses } from './generated/types.gen.js';

export interface DatasetFile {
  /** The bytes as they are on the disk: nothing is decoded before the API has looked at them. */
  file: Blob | File;
  name?: string;
  target?: string;
}

/**
 * Registers a CSV file as a form upload. `registerDataset` sends text in JSON, which has already lost the bytes of a
 * file that is not UTF-8.
 */
export function uploadDataset({ file, name, target }: DatasetFile, client: Client = defaultClient) {
  const body = { file, ...(name === undefined ? {} : { name }), ...(target === undefined ? {} : { target }) };
  return client.post<RegisterDatasetResponses, RegisterDatasetErrors>({
    url: '/api/v1/datasets',
    ...formDataBodySerializer,
    body,
    headers: { 'Content-Type': null },
  });
}
