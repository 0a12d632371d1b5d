import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the supervisor writes to `$ANTIDOTE_HOME/stack.json` while the local stack is up. */
export interface LocalStack {
  pid: number;
  parts: { part: string; pid: number | null; address: string | null }[];
  databaseUrl: string;
  mlflowTrackingUri: string;
  apiUrl: string;
  /** Address of its blob store. */
  blobs: string;
}

/** The local stack, or null when it is not up: no file, or one left behind by a process that is gone. */
export async function findLocalStack(home: string): Promise<LocalStack | null> {
  let text: string;
  try {
    text = await readFile(join(home, 'stack.json'), 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return null;
    throw error;
  }
  try {
    const stack = JSON.parse(text) as LocalStack;
    return Number.isInteger(stack.pid) && isAlive(stack.pid) ? stack : null;
  } catch (error) {
    // Half written by a stack that was killed: it is not up.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
