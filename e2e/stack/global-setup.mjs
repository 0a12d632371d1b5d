/**
 * The real stack for the tests, once for a run of jest, in a temporary data folder: Postgres and MLflow for the project
 * `medium`, all parts for `e2e`. Tests find it by the same variables as everyone: DATABASE_URL, MLFLOW_TRACKING_URI,
 * ANTIDOTE_API_URL, ANTIDOTE_API_KEY, ANTIDOTE_HOME, ANTIDOTE_BLOBS; ANTIDOTE_MLFLOW_ENV holds a Python with mlflow.
 */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, readConfig } from '../../tools/stack/config.mjs';
import { makeHome } from '../../tools/stack/home.mjs';
import { nodeBinary } from '../../tools/stack/node-binary.mjs';
import { removeHome } from '../../tools/stack/postgres-account.mjs';
import { progress } from '../../tools/stack/progress.mjs';
import { run } from '../../tools/stack/run.mjs';
import { Supervisor } from '../../tools/stack/supervisor.mjs';
import { bringUp } from '../../tools/stack/up.mjs';

/** Apart from the usual ones, so that a stack of one's own may be up meanwhile. */
const PORTS = {
  ANTIDOTE_POSTGRES_PORT: '15442',
  ANTIDOTE_MLFLOW_PORT: '15100',
  ANTIDOTE_API_PORT: '14100',
  ANTIDOTE_PROMOTION_PORT: '14310',
  ANTIDOTE_WORKER_PORT: '14520',
};

export default async function setup(_, { displayName }) {
  const withApps = displayName?.name !== 'medium';
  const home = await mkdtemp(join(tmpdir(), 'antidote-test-'));
  // Postgres may run as another account, which has to reach its data.
  await chmod(home, 0o755);
  const config = readConfig({
    ...PORTS,
    ANTIDOTE_HOME: home,
    ANTIDOTE_MLFLOW_ENV: process.env.ANTIDOTE_MLFLOW_ENV || join(ROOT, '.antidote/mlflow-env'),
  });
  makeHome(config);
  if (withApps) process.env.ANTIDOTE_POLICY ??= join(ROOT, 'e2e/stack/policy.yaml');
  const failure = new AbortController();
  const ui = progress();
  const supervisor = new Supervisor({ ...config, line: ui.line, giveUp: (error) => failure.abort(error) });
  globalThis.antidoteTestStack = { supervisor, home };
  process.once('exit', () => {
    supervisor.kill();
    removeHome(home);
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(130));
  try {
    await run(nodeBinary(), [join(ROOT, 'tools/build.mjs')], { cwd: ROOT });
    const stack = await bringUp({ config, supervisor, ui, signal: failure.signal, withApps });
    Object.assign(process.env, {
      DATABASE_URL: stack.databaseUrl,
      MLFLOW_TRACKING_URI: stack.mlflowTrackingUri,
      ANTIDOTE_HOME: home,
      ANTIDOTE_BLOBS: config.blobs,
      ANTIDOTE_MLFLOW_ENV: config.mlflowEnv,
      ...(withApps && { ANTIDOTE_API_URL: stack.apiUrl, ANTIDOTE_API_KEY: stack.apiKey }),
    });
  } catch (error) {
    await supervisor.stop();
    throw failure.signal.aborted ? failure.signal.reason : error;
  }
}
