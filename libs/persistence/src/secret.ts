import { createHash, randomBytes } from 'node:crypto';

const ENTROPY_BYTES = 32;
const PREFIX_LETTERS = 8;
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Hex SHA-256 of a secret: with 256 random bits in it, no slower hash is needed to keep it from being guessed. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new secret of 256 random bits. */
export const newSecret = (): string => randomBytes(ENTROPY_BYTES).toString('base64url');

/** A new API key: `antidote_<eight letters>_<secret>`; the part before the secret may be shown. */
export function newApiKey(): { prefix: string; secret: string } {
  const letters = Array.from(randomBytes(PREFIX_LETTERS), (byte) => LETTERS[byte % LETTERS.length]).join('');
  const prefix = `antidote_${letters}`;
  return { prefix, secret: `${prefix}_${newSecret()}` };
}
