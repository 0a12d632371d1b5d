import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { APPS, DATABASE, MLFLOW_DATABASE, MLFLOW_VARIABLES, PARTS, ROOT, appVariables } from './config.mjs';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true });
const dockerfile = (name: string) => read(`docker/${name}.Dockerfile`);

test('compose has the parts of npm start, and the migration that npm start runs itself', () => {
  expect(Object.keys(services).sort()).toEqual([...Object.keys(PARTS), 'migrate'].sort());
});

test.each(Object.entries(PARTS))(
  '%s is published on loopback at the port and by the variable of npm start',
  (part, config) => {
    const { port, portVariable } = config as { port: number; portVariable: string };
    const inside = part === 'postgres' ? 5432 : port;
    expect(services[part].ports).toEqual([`127.0.0.1:\${${portVariable}:-${port}}:${inside}`]);
  },
);

test.each(APPS)('%s gets the variables of npm start and listens where compose looks', (app) => {
  const { port, portVariable } = PARTS[app as keyof typeof PARTS];
  const variables = Object.keys(appVariables({ databaseUrl: '', mlflowTrackingUri: '', blobs: '' }));
  const others: Record<string, string[]> = {
    api: ['ANTIDOTE_WORKER_URL', 'ANTIDOTE_PROMOTION_URL'],
    worker: ['ANTIDOTE_MLFLOW_URL'],
  };
  const wanted = [...variables, portVariable, ...(others[app] ?? [])];
  expect(Object.keys(services[app].environment).sort()).toEqual(wanted.sort());
  expect(services[app].environment[portVariable]).toBe(String(port));
  expect(services[app].healthcheck.test.join(' ')).toContain(`127.0.0.1:${port}${PARTS[app as 'api'].ready}`);
  expect(services[app].build.target).toBe(app);
  expect(dockerfile('app')).toContain(`FROM app AS ${app}\nEXPOSE ${port}\nCMD ["node", "apps/${app}/dist/main.js"]`);
});

test('the API asks the other parts where they are, and keeps its data where it may write', () => {
  expect(services.api.environment.ANTIDOTE_WORKER_URL).toBe(`http://worker:${PARTS.worker.port}`);
  expect(services.api.environment.ANTIDOTE_PROMOTION_URL).toBe(
    `http://registry-promotion:${PARTS['registry-promotion'].port}`,
  );
  expect(dockerfile('app')).toMatch(/ANTIDOTE_HOME=\/data$/m);
  expect(dockerfile('app')).toContain('chown -R node:node /data');
});

test('MLflow runs with the settings, the port and the database of npm start', () => {
  expect(services.mlflow.environment).toMatchObject(MLFLOW_VARIABLES);
  expect(services.mlflow.environment.MLFLOW_BACKEND_STORE_URI).toMatch(
    new RegExp(`@postgres:5432/${MLFLOW_DATABASE}$`),
  );
  expect(dockerfile('mlflow')).toContain(`"--port", "${PARTS.mlflow.port}"`);
  expect(services.api.environment.MLFLOW_TRACKING_URI).toBe(`http://mlflow:${PARTS.mlflow.port}`);
  // Runs link to MLflow where a browser of this host finds it.
  const [published] = services.mlflow.ports;
  expect(services.worker.environment.ANTIDOTE_MLFLOW_URL).toBe(
    `http://${published.slice(0, published.lastIndexOf(':'))}`,
  );
});

test('the databases have the names of npm start', () => {
  expect(services.postgres.environment.POSTGRES_DB).toBe(DATABASE);
  expect(services.api.environment.DATABASE_URL).toMatch(new RegExp(`@postgres:5432/${DATABASE}$`));
  expect(read('docker/postgres-init.sql')).toContain(`CREATE DATABASE ${MLFLOW_DATABASE};`);
});
