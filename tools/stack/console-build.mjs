import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './config.mjs';
import { nodeBinary } from './node-binary.mjs';
import { run } from './run.mjs';
import { changed } from './stamp.mjs';

const CONSOLE = join(ROOT, 'apps/console');
const SOURCES = ['apps/console', 'libs/api-client/src', 'libs/contracts/src', 'package-lock.json'];

/** Builds the console with Vite, unless nothing that it is made of has changed. */
export async function buildConsole({ note = () => {}, signal } = {}) {
  const record = changed('console', SOURCES, existsSync(join(CONSOLE, 'dist/index.html')));
  if (record === null) return note('unchanged');
  await rm(join(CONSOLE, 'dist'), { recursive: true, force: true });
  await run(nodeBinary(), [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: CONSOLE,
    signal,
  });
  record();
}
