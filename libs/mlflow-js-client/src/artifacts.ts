import { encodeArtifactPath, proxiedRoot } from './artifact-path.js';
import { MlflowLimitError } from './mlflow-error.js';
import { readJson } from './read-json.js';
import type { CallOptions, Transport } from './transport.js';

export interface ArtifactFile {
  /** From the folder of the artifact URI. */
  path: string;
  isDirectory: boolean;
  /** Bytes; undefined for a folder. */
  size: number | undefined;
}

interface WireListing {
  files?: { path: string; is_dir: boolean; file_size?: number }[];
}

const API = '/api/2.0/mlflow-artifacts/artifacts';

/** Writes one file below an artifact URI, over one of the same name. Safe to repeat. */
export async function uploadArtifact(
  transport: Transport,
  artifactUri: string,
  path: string,
  bytes: Uint8Array,
  options?: CallOptions,
): Promise<void> {
  const url = `${API}/${proxiedRoot(artifactUri)}/${encodeArtifactPath(path)}`;
  await transport.send(
    { method: 'PUT', path: url, bytes, read: async (response) => void (await response.text()) },
    options,
  );
}

/** Writes several files at once; every path is checked before the first is sent. */
export async function uploadArtifacts(
  transport: Transport,
  artifactUri: string,
  files: ReadonlyMap<string, Uint8Array>,
  options?: CallOptions,
): Promise<void> {
  for (const path of files.keys()) encodeArtifactPath(path);
  await Promise.all([...files].map(([path, bytes]) => uploadArtifact(transport, artifactUri, path, bytes, options)));
}

/**
 * Reads one file.
 *
 * @param options.maxBytes a longer file is refused while it arrives; 1 GiB unless told
 */
export async function downloadArtifact(
  transport: Transport,
  artifactUri: string,
  path: string,
  options: CallOptions & { maxBytes?: number } = {},
): Promise<Uint8Array> {
  const url = `${API}/${proxiedRoot(artifactUri)}/${encodeArtifactPath(path)}`;
  const maxBytes = options.maxBytes ?? 2 ** 30;
  return transport.send({ method: 'GET', path: url, read: (response) => readBytes(response, path, maxBytes) }, options);
}

async function readBytes(response: Response, path: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new MlflowLimitError(`artifact '${path}' is longer than ${maxBytes} bytes: raise maxBytes to read it`);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The files and folders right below `path`, or below the artifact URI itself; none for a folder that is not there. */
export async function listArtifacts(
  transport: Transport,
  artifactUri: string,
  path = '',
  options?: CallOptions,
): Promise<ArtifactFile[]> {
  if (path !== '') encodeArtifactPath(path);
  const root = decodeURIComponent(proxiedRoot(artifactUri));
  const folder = path === '' ? root : `${root}/${path}`;
  const answer = await transport.send(
    {
      method: 'GET',
      path: API,
      query: { path: folder },
      read: (response) => readJson<WireListing>(response, `GET ${API}`),
    },
    options,
  );
  return (answer.files ?? []).map((file) => ({
    path: path === '' ? file.path : `${path}/${file.path}`,
    isDirectory: file.is_dir,
    size: file.is_dir ? undefined : Number(file.file_size ?? 0),
  }));
}
