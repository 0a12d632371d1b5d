import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@antidote/tabular';

/** Keys by the address of their server, as `antidote login` keeps them: `$ANTIDOTE_HOME/credentials.json`, mode 0600. */
type Credentials = Record<string, string>;

const fileIn = (home: string) => join(home, 'credentials.json');

/** The key that `antidote login` kept for a server; null without one. */
export async function keptKey(home: string, apiUrl: string): Promise<string | null> {
  return (await read(home))[new URL(apiUrl).origin] ?? null;
}

/** Keeps a key for a server, in place of the one before. @returns the file */
export async function keepKey(home: string, apiUrl: string, key: string): Promise<string> {
  const file = fileIn(home);
  const credentials = { ...(await read(home)), [new URL(apiUrl).origin]: key };
  await mkdir(home, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
  return file;
}

/** The key that the local stack made for this machine; null where it made none or another user may not read it. */
export async function localKey(home: string): Promise<string | null> {
  const text = await readIfThere(join(home, 'api-key'));
  return text?.trim() || null;
}

async function read(home: string): Promise<Credentials> {
  const text = await readIfThere(fileIn(home));
  if (text === null) return {};
  try {
    return JSON.parse(text) as Credentials;
  } catch (cause) {
    throw new DomainError(
      'file_unreadable',
      `${fileIn(home)} is no JSON; delete it and run \`antidote login\` again`,
      {},
      { cause },
    );
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return null;
    throw error;
  }
}
