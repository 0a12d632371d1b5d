import { listRecalls } from '@antidote/api-client';
import type { Connection } from './connect.js';
import { wholeId } from './whole-id.js';

/** The id of the recall that is meant by its beginning. @throws DomainError as `wholeId` */
export function recallIdOf(connection: Connection, given: string): Promise<string> {
  const { client } = connection;
  return wholeId(connection, 'recall', given, (cursor) => listRecalls({ client, query: { cursor, limit: 500 } }));
}
