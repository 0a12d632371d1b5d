/**
 * Names, ports and variables of the stack: read by `npm start`, by the tests, and compared with docker-compose.yml.
 * The environment is parsed here once.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every part of the stack: its port, the variable that changes it, and the path that tells that it is ready. */
export const PARTS = {
  postgres: { port: 5442, portVariable: 'ANTIDOTE_POSTGRES_PORT' },
  mlflow: { port: 5100, portVariable: 'ANTIDOTE_MLFLOW_PORT', ready: '/health' },
  api: { port: 4100, portVariable: 'ANTIDOTE_API_PORT', ready: '/health/ready' },
  'registry-promotion': { port: 4110, portVariable: 'ANTIDOTE_PROMOTION_PORT', ready: '/health/ready' },
  worker: { port: 4120, portVariable: 'ANTIDOTE_WORKER_PORT', ready: '/health/ready' },
};

/** The parts that are our own processes, `apps/<name>/dist/main.js`. */
export const APPS = ['api', 'worker', 'registry-promotion'];

export const DATABASE = 'antidote';
export const MLFLOW_DATABASE = 'mlflow';

/** What the MLflow server needs besides its addresses; without the first it starts seven more processes (900 MB). */
export const MLFLOW_VARIABLES = {
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: '40',
  MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: '20',
};

/** Variables that every app is given, wherever it runs. */
export function appVariables({ databaseUrl, mlflowTrackingUri, blobs }) {
  return { DATABASE_URL: databaseUrl, MLFLOW_TRACKING_URI: mlflowTrackingUri, ANTIDOTE_BLOBS: blobs };
}

export class ConfigError extends Error {}

/**
 * @param environment variables, usually `process.env`
 * @returns the settings of a stack; folders are absolute, ports are those asked for (a taken one is stepped over later)
 * @throws ConfigError naming the variable
 */
export function readConfig(environment) {
  const set = (name) => environment[name]?.trim() || null;
  const home = resolve(set('ANTIDOTE_HOME') ?? join(ROOT, '.antidote'));
  const ports = Object.fromEntries(
    Object.entries(PARTS).map(([part, { port, portVariable }]) => {
      const text = set(portVariable);
      if (text !== null && !(/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535)) {
        throw new ConfigError(`${portVariable} is "${text}": give a port from 1 to 65535`);
      }
      return [part, Number(text ?? port)];
    }),
  );
  const blobs = set('ANTIDOTE_BLOBS') ?? join(home, 'blobs');
  return {
    home,
    ports,
    blobs: blobs.includes('://') ? blobs : resolve(blobs),
    databaseUrl: set('DATABASE_URL'),
    mlflowTrackingUri: set('MLFLOW_TRACKING_URI')?.replace(/\/+$/, '') ?? null,
    mlflowEnv: resolve(set('ANTIDOTE_MLFLOW_ENV') ?? join(home, 'mlflow-env')),
    logs: join(home, 'logs'),
    stackFile: join(home, 'stack.json'),
    keyFile: join(home, 'api-key'),
  };
}
