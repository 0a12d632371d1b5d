/**
 * Set-up before `npm start` and `npm test`: packages, generated code, compiled code. Runs under any Node from 20.19 on
 * with built-in modules only, as nothing may be installed yet. `--test` adds the browser that the tests drive.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, installChromium } from './stack/chromium.mjs';
import { ROOT } from './stack/config.mjs';
import { nodeBinary } from './stack/node-binary.mjs';
import { progress } from './stack/progress.mjs';
import { run } from './stack/run.mjs';
import { changed } from './stack/stamp.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Antidote needs Node 20.19 or later; this is ${process.version}`);
  process.exit(2);
}

const { step } = progress();
const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => ending.abort());
const { signal } = ending;

const folders = ['libs', 'apps'].flatMap((group) => readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`));
const isHere = (path) => existsSync(join(ROOT, path));

async function packages() {
  const manifests = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    ...folders.map((folder) => `${folder}/package.json`),
  ];
  const record = changed('packages', manifests, isHere('node_modules/.package-lock.json'));
  if (record === null) return;
  await step('packages', () =>
    // Prisma's engines and the ONNX runtime would download binaries that nothing here uses; `npm ci` refuses a lock file
    // whose optional packages of other platforms the registry lacks.
    run('npm', ['install', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: ROOT,
      signal,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
        ONNXRUNTIME_NODE_INSTALL: 'skip',
        NODE_ENV: '',
      },
    }),
  );
  record();
}

async function generated() {
  const record = changed(
    'generated',
    ['prisma/schema.prisma', 'tools/generate.mjs', 'package-lock.json'],
    isHere('libs/persistence/src/generated'),
  );
  if (record === null) return;
  await step('Prisma client', () => run(nodeBinary(), ['tools/generate.mjs'], { cwd: ROOT, signal }));
  record();
}

async function compiled() {
  const sources = folders.filter((folder) => folder !== 'apps/console').map((folder) => `${folder}/src`);
  const made = sources.every((source) => !isHere(source) || isHere(source.replace(/src$/, 'dist')));
  const record = changed('compiled', [...sources, '.swcrc', 'tools/build.mjs'], made);
  if (record === null) return;
  await step('compile', () => run(nodeBinary(), ['tools/build.mjs'], { cwd: ROOT, signal }));
  record();
}

try {
  await packages();
  await generated();
  await compiled();
  if (process.argv.includes('--test') && findChromium() === null) {
    await step('chromium', (note) => installChromium({ note, signal }));
  }
} catch (error) {
  if (signal.aborted) process.exit(130);
  console.error(error.message);
  process.exit(1);
}
