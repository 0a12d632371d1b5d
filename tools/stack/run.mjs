import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endGroup } from './process-state.mjs';

/**
 * Runs a command to its end in a process group of its own, which ends with `signal`.
 *
 * @returns what it wrote on stdout
 * @throws Error with the last lines that it wrote, when it fails
 */
export async function run(command, args, { signal, ...options } = {}) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text) => ((output += text), (all += text)));
  child.stderr.setEncoding('utf8').on('data', (text) => (all += text));
  const stop = () => child.pid && endGroup(child.pid, { graceMs: 1000 });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const [code, killedBy] = await once(child, 'close');
    signal?.throwIfAborted();
    if (code === 0) return output;
    const tail = all.trimEnd().split('\n').slice(-15).join('\n');
    throw new Error(`${command} ${args.join(' ')} ended with ${killedBy ?? `code ${code}`}\n${tail}`);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
