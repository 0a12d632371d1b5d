import { createServer } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { integer } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { findLocalStack } from '../local-stack.js';
import { runChild } from '../run-child.js';

const FIRST_PORT = 4120;

export const worker = defineCommand({
  flags: {
    concurrency: integer('computations at a time, each in a thread; one a processor unless told', {
      min: 1,
      max: 1024,
    }),
  },
  notes:
    'Needs DATABASE_URL, ANTIDOTE_BLOBS (the same store as every other part) and MLFLOW_TRACKING_URI; beside a local stack they are known. Ctrl-C lets it finish what it holds.',

  async run({ concurrency }, terminal) {
    const { root, home, environment } = readConfig();
    const stack = await findLocalStack(home);
    if (!environment.DATABASE_URL && !stack) {
      throw new DomainError(
        'service_unavailable',
        'no database: DATABASE_URL is not set and the local stack is not up. Set it, with ANTIDOTE_BLOBS and MLFLOW_TRACKING_URI, or run `npm start` first.',
      );
    }
    const port = String(await freePort(firstPort(environment.ANTIDOTE_WORKER_PORT)));
    terminal.note(`worker: health at http://127.0.0.1:${port}/health/ready, metrics at /metrics`);
    const exitCode = await runChild(join(root, 'apps/worker/dist/main.js'), {
      DATABASE_URL: stack?.databaseUrl,
      ANTIDOTE_BLOBS: stack?.blobs,
      MLFLOW_TRACKING_URI: stack?.mlflowTrackingUri,
      ANTIDOTE_HOME: home,
      ...environment,
      ANTIDOTE_WORKER_PORT: port,
      ...(concurrency !== undefined && { ANTIDOTE_WORKER_CONCURRENCY: String(concurrency) }),
    });
    return { text: '', json: { exitCode }, exitCode };
  },
});

/** @throws DomainError `invalid_argument` for what is no port */
function firstPort(given: string | undefined): number {
  if (given === undefined) return FIRST_PORT;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new DomainError('invalid_argument', `ANTIDOTE_WORKER_PORT is '${given}'; a port lies between 1 and 65535.`);
}

/** The first free port from `port` on: the local stack's own worker holds the usual one. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' && port < 65535 ? resolve(freePort(port + 1)) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
