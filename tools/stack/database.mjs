import pg from 'pg';
import { DATABASE, MLFLOW_DATABASE } from './config.mjs';
import { UnreachableError } from './errors.mjs';

/** The address without its password, for people. */
export function shown(url) {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port && `:${port}`}${pathname}`;
}

async function query(url, text, values) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  // A server that goes away while we ask shows as the query's own failure.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const accepts = (url) =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

/** @throws UnreachableError in one line when the database cannot be used */
export async function checkDatabase(url) {
  try {
    await query(url, 'SELECT 1');
  } catch (cause) {
    const reason = cause.message || cause.code || 'no answer';
    throw new UnreachableError(
      `the database of DATABASE_URL (${URL.canParse(url) ? shown(url) : 'not an address'}) cannot be used: ${reason}`,
      { cause },
    );
  }
}

/** Makes a database of the server that `url` is on, unless it is there. */
export async function ensureDatabase(url, name) {
  if ((await query(url, 'SELECT 1 FROM pg_database WHERE datname = $1', [name])).length > 0) return;
  await query(url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
}

/** The databases of the embedded server; `url(name)` is the address of one of them. */
export async function ensureOwnDatabases(url) {
  for (const name of [DATABASE, MLFLOW_DATABASE]) await ensureDatabase(url('postgres'), name);
}

/**
 * The database that our MLflow server keeps its runs in, on the same server as `databaseUrl`.
 *
 * @throws UnreachableError when it is not there and may not be made
 */
export async function mlflowDatabase(databaseUrl) {
  const url = new URL(databaseUrl);
  url.pathname = `/${MLFLOW_DATABASE}`;
  try {
    await ensureDatabase(databaseUrl, MLFLOW_DATABASE);
  } catch (cause) {
    throw new UnreachableError(
      `cannot make the database ${shown(url.href)} for MLflow (${cause.message}): make it, or set MLFLOW_TRACKING_URI`,
      { cause },
    );
  }
  return url.href;
}
