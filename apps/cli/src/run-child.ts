import { spawn } from 'node:child_process';

/**
 * Runs a Node script in the foreground with this terminal, hands signals on and returns its exit code.
 * Ctrl-C reaches the child by itself, as it shares the terminal; here it must only not end us first.
 */
export function runChild(script: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [script], { stdio: 'inherit', env: environment });
  const handOn = (signal: NodeJS.Signals) => void child.kill(signal);
  const wait = () => {};
  process.on('SIGTERM', handOn).on('SIGHUP', handOn).on('SIGINT', wait);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', handOn).off('SIGHUP', handOn).off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
