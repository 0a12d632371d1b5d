import type { Page } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { type Connection, everyPage } from './connect.js';

const WHOLE_LENGTH = 36;
const FEWEST = 8;

/**
 * The id that begins so, among the things of a list.
 * @throws DomainError `not_found`, `conflict` when several begin so, `invalid_argument` for fewer than 8 characters
 */
export async function wholeId(
  connection: Connection,
  thing: string,
  given: string,
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ data?: Page<{ id: string }>; error?: unknown; response?: Response }>,
): Promise<string> {
  if (given.length >= WHOLE_LENGTH) return given;
  if (given.length < FEWEST) {
    throw new DomainError(
      'invalid_argument',
      `"${given}" is too short for a ${thing}; give ${FEWEST} characters of its id or more.`,
    );
  }
  const matching = (await everyPage(connection, fetchPage)).filter(({ id }) => id.startsWith(given.toLowerCase()));
  if (matching.length === 1) return matching[0]!.id;
  if (matching.length === 0) throw new DomainError('not_found', `no ${thing} has an id that begins with ${given}.`);
  throw new DomainError(
    'conflict',
    `${given} may be any of ${matching
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', ')}; give more of the id.`,
  );
}
