import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './config.mjs';

/** Node 24 out of the installed packages; where there is none for this machine, the Node that runs now. */
export function nodeBinary() {
  const own = join(ROOT, 'node_modules/.bin/node');
  return existsSync(own) ? own : process.execPath;
}
