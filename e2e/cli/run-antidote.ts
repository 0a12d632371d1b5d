import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What npm links as `antidote`. */
export const BIN = fileURLToPath(new URL('../../apps/cli/bin/antidote.js', import.meta.url));

export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the real command in a folder. It sees no server: no address in the environment and an `ANTIDOTE_HOME` without a
 * stack, whatever else is up on the machine.
 *
 * @param stdin what is piped in
 */
export function runAntidote(
  folder: string,
  args: string[],
  environment: Record<string, string> = {},
  stdin = '',
): Promise<Answer> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ANTIDOTE_HOME: folder, ...environment };
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [BIN, ...args],
      { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    child.stdin?.end(stdin);
  });
}
