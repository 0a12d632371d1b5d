/** Tells whether files changed since a step last succeeded: by size and time first, then by content. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './config.mjs';

const FOLDER = join(ROOT, 'node_modules/.antidote');
const LEFT_OUT = new Set(['node_modules', 'dist']);

function* files(path) {
  const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    yield { path, look: `${path} ${stat.size} ${stat.mtimeMs}` };
    return;
  }
  for (const entry of readdirSync(join(ROOT, path)).sort()) if (!LEFT_OUT.has(entry)) yield* files(`${path}/${entry}`);
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

const contents = (found) => digest(found.flatMap(({ path }) => [path, readFileSync(join(ROOT, path))]));

/**
 * @param step name of the step
 * @param paths files and folders below the root that it reads
 * @param made false when what it makes is not there
 * @returns null when nothing changed, else a function to call when the step has succeeded
 */
export function changed(step, paths, made = true) {
  const file = join(FOLDER, `${step}.json`);
  const look = () => [...paths].flatMap((path) => [...files(path)]);
  const write = (found, content) => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, JSON.stringify({ look: digest(found.map(({ look }) => look)), content }));
  };
  const found = look();
  const last = read(file);
  if (made && last?.look === digest(found.map(({ look }) => look))) return null;
  const content = contents(found);
  if (made && last?.content === content) {
    write(found, content);
    return null;
  }
  // The step may write what it reads, as npm does with its lock file: look again when it is done.
  return () => {
    const after = look();
    write(after, contents(after));
  };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
