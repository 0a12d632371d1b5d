/** Postgres refuses to run as root: then another account of the machine runs it, from a place that it can reach. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ACCOUNTS = ['postgres', 'nobody'];
const ELSEWHERE = '/var/lib/antidote';
/** In the data folder: where the rest lies, when it does not lie there. */
const POINTER = 'postgres-place';

function account() {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ACCOUNTS.map((name) => lines.find((fields) => fields[0] === name)).find(Boolean);
  return found ? { uid: Number(found[2]), gid: Number(found[3]) } : { uid: 65534, gid: 65534 };
}

const reaches = (path, as) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', path], { ...as, cwd: '/', stdio: 'ignore' }).status === 0;

/** The place outside the data folder that it points to, or null. */
function pointedPlace(home) {
  const pointer = join(home, POINTER);
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : null;
}

/**
 * Where Postgres keeps its data and who runs it.
 *
 * @param home the data folder of the stack
 * @param binaries folder of the package's `bin`, `lib` and `share`
 * @returns `{ place, native, as, moved }`: the folder to use, the binaries to use, the uid and gid to run with (empty: our
 *   own), and whether the place lies outside `home`, because that account cannot reach `home` or the binaries
 */
export function placePostgres(home, binaries) {
  if (process.getuid?.() !== 0) return { place: home, native: binaries, as: {}, moved: false };
  const as = account();
  let elsewhere = pointedPlace(home);
  if (elsewhere === null && !(reaches(home, as) && reaches(join(binaries, 'bin'), as))) {
    elsewhere = join(ELSEWHERE, randomUUID());
    writeFileSync(join(home, POINTER), `${elsewhere}\n`);
  }
  const place = elsewhere ?? home;
  const folder = join(place, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chownSync(folder, as.uid, as.gid);
  return { place, native: elsewhere ? copyOf(binaries, elsewhere) : binaries, as, moved: elsewhere !== null };
}

/** A copy of the binaries beside the data, made anew when the package's version changed. */
function copyOf(binaries, elsewhere) {
  const { version } = JSON.parse(readFileSync(join(dirname(binaries), 'package.json'), 'utf8'));
  const copy = join(elsewhere, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  }
  return copy;
}

/** Removes a data folder and what it points to; for the tests, whose data are worth nothing afterwards. */
export function removeHome(home) {
  const elsewhere = pointedPlace(home);
  if (elsewhere?.startsWith(`${ELSEWHERE}/`)) rmSync(elsewhere, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
