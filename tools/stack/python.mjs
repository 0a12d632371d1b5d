import { spawnSync } from 'node:child_process';
import { ConfigError } from './config.mjs';

const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PROBE = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';

/**
 * A Python that can make MLflow's environment.
 *
 * @throws ConfigError in one line: none found, too old, or without its venv module
 */
export function findPython(environment = process.env) {
  const found = [];
  for (const command of CANDIDATES) {
    const { status, stdout } = spawnSync(command, ['-c', PROBE], {
      encoding: 'utf8',
      env: environment,
      timeout: 20_000,
    });
    const version = /^(\d+)\.(\d+)/.exec(stdout ?? '');
    if (version === null) continue;
    const recent = Number(version[1]) === 3 && Number(version[2]) >= 10;
    if (recent && status === 0) return command;
    found.push(
      recent
        ? `${command} ${version[0]} lacks the modules venv and ensurepip (Debian: apt-get install python3-venv)`
        : `${command} is ${version[0]}`,
    );
  }
  throw new ConfigError(
    `MLflow needs Python 3.10 or later with venv: ${found[0] ?? 'no python3 on the PATH'}; install it, or set MLFLOW_TRACKING_URI to your own MLflow server`,
  );
}
