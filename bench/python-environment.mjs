import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The peers' packages; MLflow in the version that the project runs. */
const PACKAGES = ['pandas', 'scikit-learn', 'mlflow==3.17.2'];

/**
 * A Python environment for the peers, apart from everything else; made once.
 *
 * @returns the paths of its `python` and `mlflow`, and the versions in it
 */
export function pythonEnvironment(folder) {
  const bin = join(folder, 'bin');
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(PACKAGES);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    process.stderr.write(`bench: making ${folder} (pandas, scikit-learn, MLflow) ...\n`);
    run('python3', ['-m', 'venv', folder]);
    run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', 'uv']);
    run(join(bin, 'uv'), ['pip', 'install', '--quiet', '--python', join(bin, 'python'), ...PACKAGES]);
    writeFileSync(stamp, wanted);
  }
  const { stdout } = run(join(bin, 'uv'), ['pip', 'list', '--quiet', '--python', join(bin, 'python')], 'pipe');
  const versions = ['pandas', 'scikit-learn', 'mlflow'].map((name) => {
    const version = new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(stdout)?.[1];
    return `${name} ${version}`;
  });
  return { python: join(bin, 'python'), mlflow: join(bin, 'mlflow'), versions };
}

function run(command, args, stdout = 'ignore') {
  const result = spawnSync(command, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed (${result.error ?? `exit ${result.status}`})`);
  return result;
}
