/** The pinned Python environment of the MLflow server, made once for each list of requirements. */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './config.mjs';
import { findPython } from './python.mjs';
import { run } from './run.mjs';

const REQUIREMENTS = join(ROOT, 'tools/mlflow/requirements.txt');
const UV = 'uv==0.13.8';
const STAMP = 'antidote-stamp';

/** uv reads no pip settings: whoever has told pip of another index means it for these packages too. */
async function uvVariables(python, signal) {
  if (process.env.UV_DEFAULT_INDEX || process.env.UV_INDEX_URL) return {};
  const index =
    process.env.PIP_INDEX_URL ??
    (await run(python, ['-m', 'pip', 'config', 'get', 'global.index-url'], { signal }).catch(() => '')).trim();
  return index ? { UV_DEFAULT_INDEX: index } : {};
}

/**
 * Makes the environment in `folder` unless it is there with these very requirements.
 *
 * @param note told what is going on
 * @returns the environment's folder of executables
 * @throws ConfigError without a usable Python; Error with what the installer said
 */
export async function makeMlflowEnv(folder, { note = () => {}, signal } = {}) {
  const bin = join(folder, 'bin');
  const wanted = createHash('sha256')
    .update(UV)
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const stamp = join(folder, STAMP);
  if ((await readFile(stamp, 'utf8').catch(() => null)) === wanted) return bin;
  const python = findPython();
  await rm(folder, { recursive: true, force: true });
  note('virtual environment');
  await run(python, ['-m', 'venv', folder], { signal });
  note('uv');
  const own = join(bin, 'python');
  await run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', UV], { signal });
  note('packages');
  await run(join(bin, 'uv'), ['pip', 'install', '--quiet', '--python', own, '--require-hashes', '-r', REQUIREMENTS], {
    signal,
    env: { ...process.env, ...(await uvVariables(own, signal)) },
  });
  await writeFile(stamp, wanted);
  note('made');
  return bin;
}
