import { DomainError } from '@antidote/tabular';

/** Does what reads a file or its table; a refusal names the file, where it does not yet. */
export async function namingFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.message.includes(path)) throw error;
    throw new DomainError(error.code, `${path}: ${error.message}`, error.details, { cause: error });
  }
}
