import { readFile } from 'node:fs/promises';
import { Manifest } from '@antidote/contracts';
import { manifestPath } from './output-path.js';

/** What the manifest beside a file is good for; `unused` says why one that exists tells nothing about this file. */
export type ManifestFound =
  { state: 'none' } | { state: 'unused'; reason: string } | { state: 'true'; manifest: Manifest };

/**
 * The manifest beside a file. It is used only while it was made for these very bytes and this target.
 *
 * @param sha256 of the file's bytes
 * @param target name of the label column in use
 */
export async function findManifest(file: string, sha256: string, target: string): Promise<ManifestFound> {
  const path = manifestPath(file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { state: 'none' } : { state: 'unused', reason: `${path} cannot be read: ${message}` };
  }
  const parsed = Manifest.safeParse(parseJson(text));
  if (!parsed.success) return { state: 'unused', reason: `${path} is no manifest of this version` };
  const manifest = parsed.data;
  if (manifest.output.sha256 !== sha256) {
    return { state: 'unused', reason: `${file} has changed since ${path} was written` };
  }
  if (manifest.target !== target) {
    return { state: 'unused', reason: `${path} is about the labels in "${manifest.target}", not "${target}"` };
  }
  return { state: 'true', manifest };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it.
  }
}
