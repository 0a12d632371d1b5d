#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Node 22.8 and later keep compiled code between starts, which saves a third of the start-up time.
module.enableCompileCache?.();

const main = new URL('../dist/main.js', import.meta.url);
const built = existsSync(main) || build();
if (built) {
  const { run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.exitCode = 70;
}

/** After a bare `npm install` nothing is compiled yet: compile once (under a second) and go on. */
function build() {
  const script = fileURLToPath(new URL('../../../tools/build.mjs', import.meta.url));
  process.stderr.write('antidote: first use, compiling ...\n');
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] });
  if (status === 0 && existsSync(main)) return true;
  process.stderr.write(
    'antidote: not compiled yet and compiling failed. Run `npm install`, then `node tools/build.mjs`.\n',
  );
  return false;
}
