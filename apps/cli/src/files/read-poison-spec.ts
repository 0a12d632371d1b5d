import { readFile } from 'node:fs/promises';
import { parsePoisonSpec, type PoisonSpec } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';

/** A spec of poison from a YAML or JSON file. @throws DomainError naming what is wrong with it */
export async function readPoisonSpec(path: string): Promise<PoisonSpec> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DomainError('file_not_found', `The file ${path} cannot be read; check its name.`, { path }, { cause });
  });
  const read = parsePoisonSpec(text);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new DomainError('invalid_argument', `${path}: ${where}${issue.message}`, { path });
}
