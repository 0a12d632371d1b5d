import { DomainError } from '@antidote/tabular';

export const notHeld = (sha256: string, cause: unknown) =>
  new DomainError('not_found', `the blob store does not hold ${sha256}`, {}, { cause });

export const changed = (sha256: string, actual: string) =>
  new DomainError(
    'digest_mismatch',
    `blob ${sha256} was changed: its bytes now hash to ${actual}; restore it from a backup`,
    { expected: sha256, actual },
  );

export const unwritable = (cause: unknown) =>
  new DomainError('service_unavailable', `the blob store could not write: ${(cause as Error).message}`, {}, { cause });

export const unreadable = (sha256: string, cause: unknown) =>
  new DomainError(
    'service_unavailable',
    `the blob store could not read ${sha256}: ${(cause as Error).message}`,
    {},
    { cause },
  );
