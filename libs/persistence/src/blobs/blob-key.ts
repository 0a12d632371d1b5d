import { DomainError } from '@antidote/tabular';

const SHA256 = /^[0-9a-f]{64}$/;

export const isSha256 = (text: string) => SHA256.test(text);

/**
 * Where a blob lies below the root of its store: in the shelf of its first two digits.
 * @throws DomainError `not_found` for what is no SHA-256 in hex, so that no path can be asked for
 */
export function blobKey(sha256: string): string {
  if (!isSha256(sha256)) throw new DomainError('not_found', `"${sha256}" is no SHA-256 in hex`);
  return `${sha256.slice(0, 2)}/${sha256}`;
}
