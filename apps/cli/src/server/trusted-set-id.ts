import { listTrustedSets } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import { answerOf, type Connection } from './connect.js';

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of the trusted set that is meant: by itself, or the newest of a dataset that is not retired. */
export async function trustedSetIdOf(connection: Connection, given: string): Promise<string> {
  if (WHOLE.test(given)) return given;
  const { client } = connection;
  const { items } = await answerOf(connection, listTrustedSets({ client, query: { dataset: given, limit: 100 } }));
  const set = items.find(({ state }) => state !== 'retired');
  if (set) return set.id;
  throw new DomainError(
    'not_found',
    `${given} has no trusted set in use; draw one: antidote data trusted draw ${given}.`,
  );
}
