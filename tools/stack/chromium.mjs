import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './run.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that the tests drive: CHROMIUM_PATH, or where systems put it; null when there is none. */
export function findChromium(environment = process.env) {
  return [environment.CHROMIUM_PATH, ...PLACES].find((place) => place && existsSync(place)) ?? null;
}

/** @throws Error in one line where it cannot be installed from here */
export async function installChromium({ note = () => {}, signal } = {}) {
  const asRoot = process.getuid?.() === 0;
  if (!asRoot || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'the browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  note('apt-get update');
  await run('apt-get', ['update', '-qq'], { env, signal });
  note('apt-get install');
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, signal });
  note('installed');
}
