import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Python environment for the peers, apart from everything else; made once, and again when other packages are wanted.
 *
 * @param packages as pip takes them
 * @returns the folder of its commands, its `python`, and the versions of the packages, such as `pandas 3.1.1`
 */
export function pythonEnvironment(folder, packages) {
  const bin = join(folder, 'bin');
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(packages);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    process.stderr.write(`bench: making ${folder} (${packages.join(', ')}) ...\n`);
    run('python3', ['-m', 'venv', folder]);
    run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', 'uv']);
    run(join(bin, 'uv'), ['pip', 'install', '--quiet', '--python', join(bin, 'python'), ...packages]);
    writeFileSync(stamp, wanted);
  }
  const { stdout } = run(join(bin, 'uv'), ['pip', 'list', '--quiet', '--python', join(bin, 'python')], 'pipe');
  const versions = packages.map((given) => {
    const [name] = given.split('==');
    return `${name} ${new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(stdout)?.[1]}`;
  });
  return { bin, python: join(bin, 'python'), versions };
}

function run(command, args, stdout = 'ignore') {
  const result = spawnSync(command, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed (${result.error ?? `exit ${result.status}`})`);
  return result;
}
