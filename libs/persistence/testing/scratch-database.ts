import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface ScratchDatabase {
  databaseUrl: string;
  /** Runs a statement on it, past the repositories. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/**
 * An empty database of its own for one test file.
 * @param server address of a database on the server to make it on: DATABASE_URL, which `npm test` sets
 */
export async function scratchDatabase(server: string | undefined): Promise<ScratchDatabase> {
  if (!server) throw new Error('DATABASE_URL names no server; `npm test` starts one');
  const name = `antidote_test_${randomUUID().replaceAll('-', '')}`;
  await on(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const databaseUrl = url.href;
  return {
    databaseUrl,
    query: (text, values) => on(databaseUrl, async (client) => (await client.query(text, values)).rows),
    drop: () => on(server, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

async function on<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
