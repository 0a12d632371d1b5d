import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './config.mjs';
import { nodeBinary } from './node-binary.mjs';
import { run } from './run.mjs';
import { changed } from './stamp.mjs';

export const CONSOLE = join(ROOT, 'apps/console');
const SOURCES = ['apps/console', 'libs/api-client/src', 'libs/contracts/src', 'package-lock.json'];

/** Vite's program: npm puts it beside the console or at the root. */
export const viteProgram = () =>
  join(dirname(createRequire(join(CONSOLE, 'package.json')).resolve('vite/package.json')), 'bin/vite.js');

/** Builds the console with Vite, unless nothing that it is made of has changed. */
export async function buildConsole({ note = () => {}, signal } = {}) {
  const record = changed('console', SOURCES, existsSync(join(CONSOLE, 'dist/index.html')));
  if (record === null) return note('unchanged');
  await rm(join(CONSOLE, 'dist'), { recursive: true, force: true });
  await run(nodeBinary(), [viteProgram(), 'build', '--logLevel', 'warn'], {
    cwd: CONSOLE,
    // Whatever started this, tests for instance, has a mode of its own; the console is built for production.
    env: { ...process.env, NODE_ENV: 'production' },
    signal,
  });
  record();
}
