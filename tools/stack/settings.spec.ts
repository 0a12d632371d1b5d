import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, ROOT, readConfig } from './config.mjs';
import { makeHome } from './home.mjs';
import { freePort } from './port.mjs';
import { findPython } from './python.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antidote-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

describe('readConfig', () => {
  test('without variables: everything below .antidote, embedded Postgres and MLflow', () => {
    expect(readConfig({})).toMatchObject({
      home: join(ROOT, '.antidote'),
      blobs: join(ROOT, '.antidote/blobs'),
      databaseUrl: null,
      mlflowTrackingUri: null,
      ports: { api: 4100, worker: 4120, 'registry-promotion': 4110, mlflow: 5100, postgres: 5442 },
    });
  });

  test('an address of a blob store stays as it is, an empty variable counts as not set', () => {
    expect(readConfig({ ANTIDOTE_BLOBS: 's3://bucket/x', DATABASE_URL: ' ' })).toMatchObject({
      blobs: 's3://bucket/x',
      databaseUrl: null,
    });
  });

  test.each(['0', '70000', 'http', '-1', '4100.5'])('port %s is refused, naming the variable', (port) => {
    expect(() => readConfig({ ANTIDOTE_API_PORT: port })).toThrow(
      new ConfigError(`ANTIDOTE_API_PORT is "${port}": give a port from 1 to 65535`),
    );
  });
});

test('a data folder that cannot be made is told in one line', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const home = join(file, 'home');
  expect(() => makeHome(readConfig({ ANTIDOTE_HOME: home }))).toThrow(
    new ConfigError(
      `the data folder ${home} cannot be written: a part of its path is a file; set ANTIDOTE_HOME to another folder`,
    ),
  );
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a place where no folder can be made is told too, and does not hang', () => {
  expect(() => makeHome(readConfig({ ANTIDOTE_HOME: '/proc/antidote/home' }))).toThrow(/cannot be written: /);
});

test('a data folder is made with its parents', () => {
  const config = readConfig({ ANTIDOTE_HOME: join(folder, 'a/b') });
  makeHome(config);
  expect(() => mkdirSync(config.logs)).toThrow('EEXIST');
});

test('a taken port is stepped over, and one that is reserved', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const taken = (server.address() as AddressInfo).port;
  const reserved = new Set<number>();
  const first = await freePort(taken, reserved);
  const second = await freePort(taken, reserved);
  server.close();
  expect(first).toBeGreaterThan(taken);
  expect(second).toBeGreaterThan(first);
});

describe('findPython', () => {
  const path = () => ({ PATH: folder });

  test('none on the PATH: one line that says what to do', () => {
    expect(() => findPython(path())).toThrow(
      new ConfigError(
        'MLflow needs Python 3.10 or later with venv: no python3 on the PATH; install it, or set MLFLOW_TRACKING_URI to your own MLflow server',
      ),
    );
  });

  test('too old, or without venv: the line says so', () => {
    program('python3', 'echo 3.8');
    expect(() => findPython(path())).toThrow('python3 is 3.8');
    program('python3', 'echo 3.12; exit 1');
    expect(() => findPython(path())).toThrow('python3 3.12 lacks the modules venv and ensurepip');
  });

  test('a newer one beside an old one is taken', () => {
    program('python3', 'echo 3.9');
    program('python3.12', 'echo 3.12');
    expect(findPython(path())).toBe('python3.12');
  });
});
