import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { DomainError } from '@antidote/tabular';

/**
 * One line from the terminal, which shows nothing of it, or from what is piped in.
 * @throws DomainError `invalid_argument` for an empty one
 */
export async function readSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { stdin } = process;
  if (stdin.isTTY) process.stderr.write(`${question}: `);
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  lines.close();
  if (stdin.isTTY) process.stderr.write('\n');
  if (line.trim() === '') throw new DomainError('invalid_argument', `${question} is empty.`);
  return line.replace(/\r$/, '');
}
