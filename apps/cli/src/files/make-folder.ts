import { mkdir } from 'node:fs/promises';
import { DomainError } from '@antidote/tabular';

/** Makes a folder with its parents where it is missing; DomainError `output_unwritable` when that fails. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DomainError(
      'output_unwritable',
      `${folder} cannot be made: ${(error as Error).message}.`,
      {},
      { cause: error },
    );
  }
}
