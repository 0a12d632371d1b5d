import { findVersion } from '@antidote/api-client';
import { answerOf, type Connection } from './connect.js';

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of the version that is meant. @throws DomainError `not_found`, or `conflict` when several are */
export async function versionIdOf(connection: Connection, ref: string): Promise<string> {
  if (WHOLE.test(ref)) return ref;
  return (await answerOf(connection, findVersion({ client: connection.client, path: { ref } }))).id;
}
