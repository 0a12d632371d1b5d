import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MOTO = 'moto==5.2.5';
const PACKAGES = ['moto[s3]==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.5'];
const FOLDER = fileURLToPath(new URL(`../../../node_modules/.antidote/${MOTO}`, import.meta.url));
const READY_MS = 240_000;

export interface S3Server {
  endpoint: string;
  stop(): Promise<void>;
}

/**
 * A server that speaks S3, on a free port of loopback, with everything in memory: moto, out of a Python environment that
 * is made once. It takes any credentials until it is told otherwise.
 */
export async function startS3Server(): Promise<S3Server> {
  await makeMotoEnv();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const options = ['-H', '127.0.0.1', '-p', String(port)];
  const child = spawn(join(FOLDER, 'bin/python'), [join(FOLDER, 'bin/moto_server'), ...options], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  for (const deadline = Date.now() + READY_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const answer = await fetch(`${endpoint}/moto-api/`).catch(() => null);
    if (answer?.ok) return { endpoint, stop };
    if (child.exitCode !== null) throw new Error(`the S3 server ended with exit code ${child.exitCode}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error('the S3 server did not answer within four minutes');
    }
  }
}

/** Some 10 s the first time. Several tests may make it at once: the first one done is taken. */
async function makeMotoEnv(): Promise<void> {
  if (existsSync(FOLDER)) return;
  const run = promisify(execFile);
  const own = `${FOLDER}.${randomUUID()}`;
  await run('python3', ['-m', 'venv', own]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'];
  await run(join(own, 'bin/python'), [...pip, ...PACKAGES]);
  await rename(own, FOLDER).catch(async (error: NodeJS.ErrnoException) => {
    await rm(own, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
