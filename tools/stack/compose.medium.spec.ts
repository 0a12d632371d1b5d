import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeComposeEnv } from './compose-env.mjs';
import { ROOT } from './config.mjs';

const config = (compose: string, env: Record<string, string>) =>
  spawnSync(compose, ['-f', join(ROOT, 'docker-compose.yml'), 'config', '-q'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });

test('Compose itself accepts docker-compose.yml, and asks for the password', async () => {
  const compose = await makeComposeEnv();
  expect(config(compose, { ANTIDOTE_POSTGRES_PASSWORD: 'x' })).toMatchObject({ status: 0, stderr: '' });
  const without = config(compose, {});
  expect(without.status).not.toBe(0);
  expect(without.stderr).toContain('set ANTIDOTE_POSTGRES_PASSWORD');
});
