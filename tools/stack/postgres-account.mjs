/** Postgres refuses to run as root: then another account of the machine runs it, from a place that it can reach. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ACCOUNTS = ['postgres', 'nobody'];

function account() {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ACCOUNTS.map((name) => lines.find((fields) => fields[0] === name)).find(Boolean);
  return found ? { uid: Number(found[2]), gid: Number(found[3]) } : { uid: 65534, gid: 65534 };
}

const reaches = (path, as) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', path], { ...as, cwd: '/', stdio: 'ignore' }).status === 0;

/**
 * Where Postgres keeps its data and who runs it.
 *
 * @param home the data folder of the stack
 * @param binaries folder of the package's `bin`, `lib` and `share`
 * @returns `{ folder, native, as, moved }`: `as` holds uid and gid to run with (empty: our own), `moved` is true when
 *   that account cannot reach the data folder or the binaries, so that they lie elsewhere
 */
export function placePostgres(home, binaries) {
  if (process.getuid?.() !== 0) return { folder: join(home, 'postgres'), native: binaries, as: {}, moved: false };
  const as = account();
  const elsewhere = join('/var/lib/antidote', createHash('sha256').update(home).digest('hex').slice(0, 12));
  const reachable = reaches(home, as) && reaches(join(binaries, 'bin'), as);
  const moved =
    existsSync(join(elsewhere, 'postgres', 'PG_VERSION')) ||
    !(reachable || existsSync(join(home, 'postgres', 'PG_VERSION')));
  const folder = join(moved ? elsewhere : home, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chownSync(folder, as.uid, as.gid);
  return { folder, native: moved ? copyOf(binaries, elsewhere) : binaries, as, moved };
}

/** A copy of the binaries beside the data, made anew when the package's version changed. */
function copyOf(binaries, elsewhere) {
  const version = JSON.parse(readFileSync(join(dirname(binaries), 'package.json'), 'utf8')).version;
  const copy = join(elsewhere, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  }
  return copy;
}
