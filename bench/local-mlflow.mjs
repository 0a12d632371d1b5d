import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** An MLflow server on a free port over SQLite in `folder`; `stop` ends it and all its processes. */
export async function startMlflow(mlflow, folder) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(
    mlflow,
    ['server', '--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`, '--serve-artifacts'].concat([
      '--artifacts-destination',
      join(folder, 'artifacts'),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--workers',
      '1',
    ]),
    {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' },
    },
  );
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  for (const deadline = Date.now() + 120_000; ;) {
    if (child.exitCode !== null) throw new Error(`the MLflow server ended with exit code ${child.exitCode}`);
    const healthy = await fetch(`${address}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return { address, stop };
    if (Date.now() > deadline) {
      await stop();
      throw new Error('the MLflow server did not answer within two minutes');
    }
    await pause(200);
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
