/** Postgres, the API and a worker as processes of their own, over a folder; what they are given is all they know. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accepts, ensureDatabase } from '../../tools/stack/database.mjs';
import { makePostgres } from '../../tools/stack/postgres.mjs';

/** Clock ticks a second, as Linux counts processor time. */
const TICKS = 100;
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @returns `{ apiUrl, key, blobs, peak(part), cpu(part), stop() }`; `peak` is the most memory that a part has held, in
 *   MiB, `cpu` the seconds of processor time that it has used
 */
export async function startServer(home) {
  mkdirSync(join(home, 'logs'), { recursive: true });
  const children = new Map();
  const begin = (part, command, args, options) => {
    const log = openSync(join(home, 'logs', `${part}.log`), 'a');
    children.set(part, spawn(command, args, { ...options, stdio: ['ignore', log, log] }));
  };
  const stop = async () => {
    for (const part of ['worker', 'api', 'postgres']) {
      const child = children.get(part);
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill(part === 'postgres' ? 'SIGINT' : 'SIGTERM');
      await ended;
    }
  };
  try {
    const [databasePort, apiPort, workerPort] = [await freePort(), await freePort(), await freePort()];
    const postgres = await makePostgres({ home });
    const { command, args, options, beforeStart } = postgres.part(databasePort);
    await beforeStart();
    begin('postgres', command, args, options);
    await until(() => accepts(postgres.url(databasePort, 'postgres')), 'Postgres', children.get('postgres'));
    await ensureDatabase(postgres.url(databasePort, 'postgres'), 'antidote');
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: postgres.url(databasePort),
      // Nothing here asks for MLflow.
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      ANTIDOTE_HOME: home,
      ANTIDOTE_API_PORT: String(apiPort),
      ANTIDOTE_WORKER_PORT: String(workerPort),
      ANTIDOTE_LOG_LEVEL: 'warn',
    };
    for (const tool of ['migrate', 'local-access']) {
      const { status } = spawnSync(process.execPath, [join(root, 'tools', `${tool}.mjs`)], { env, stdio: 'ignore' });
      if (status !== 0) throw new Error(`tools/${tool}.mjs ended with exit code ${status}`);
    }
    for (const part of ['api', 'worker'])
      begin(part, process.execPath, [join(root, 'apps', part, 'dist/main.js')], { env });
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const healthy = (url) =>
      fetch(`${url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(() => healthy(apiUrl), 'the API', children.get('api'));
    await until(() => healthy(`http://127.0.0.1:${workerPort}`), 'the worker', children.get('worker'));
    return {
      apiUrl,
      key: readFileSync(join(home, 'api-key'), 'utf8').trim(),
      blobs: join(home, 'blobs'),
      peak: (part) => {
        const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${children.get(part).pid}/status`, 'utf8'));
        return Math.round(Number(kib) / 1024);
      },
      cpu: (part) => {
        const text = readFileSync(`/proc/${children.get(part).pid}/stat`, 'utf8');
        // The name of the command, in brackets, may hold blanks; user and system time are the 12th and 13th after it.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TICKS;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function until(ready, what, child) {
  for (const deadline = Date.now() + 60_000; ; await pause(100)) {
    if (await ready()) return;
    if (child.exitCode !== null) throw new Error(`${what} ended with exit code ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`${what} did not answer within a minute`);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
