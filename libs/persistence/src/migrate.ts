import { DomainError } from '@antidote/tabular';
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { installQueues } from './job-queue.js';

/** From `src` and from `dist` alike. */
const MIGRATIONS = new URL('../../../prisma/migrations/', import.meta.url);
/** The lock of Prisma's own engine, so that `prisma migrate deploy` and this runner exclude each other. */
const LOCK = 72707369;

/** Prisma's own book-keeping, so that either tool can go on where the other stopped. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, as Prisma keeps it. */
  checksum: string;
}

export async function readMigrations(folder: URL = MIGRATIONS): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(new URL(`${name}/migration.sql`, folder));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/**
 * Brings the database to the present schema, each migration in a transaction of its own, and installs the job queue.
 * Harmless when repeated or run from several hosts at once.
 *
 * @param onProgress told of each migration applied
 * @returns the names of the migrations applied now
 * @throws DomainError `service_unavailable` when the database cannot be reached; `invalid_state` when it was migrated by
 *   a newer version, when an applied migration was edited, or when one failed half way under another tool
 */
export async function migrate(
  databaseUrl: string,
  onProgress: (migration: string) => void = () => undefined,
  migrations?: Migration[],
): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (cause) {
    throw new DomainError(
      'service_unavailable',
      `the database cannot be reached: ${(cause as Error).message}`,
      {},
      { cause },
    );
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(CREATE_TABLE);
    const pending = await pendingMigrations(client, wanted);
    for (const migration of pending) {
      await apply(client, migration);
      onProgress(migration.name);
    }
    await installQueues(databaseUrl);
    return pending.map(({ name }) => name);
  } finally {
    // Closing the session gives the lock back.
    await client.end();
  }
}

async function pendingMigrations(client: pg.Client, wanted: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  const known = new Set(wanted.map(({ name }) => name));
  for (const { migration_name: name, finished_at: finishedAt } of rows) {
    if (!known.has(name)) {
      throw new DomainError(
        'invalid_state',
        `the database holds the migration ${name}, which this version lacks; start the newer version`,
      );
    }
    if (finishedAt === null) {
      throw new DomainError(
        'invalid_state',
        `the migration ${name} failed half way; mend it with "prisma migrate resolve" first`,
      );
    }
  }
  const edited = wanted.find(({ name, checksum }) => applied.has(name) && applied.get(name)!.checksum !== checksum);
  if (edited) {
    throw new DomainError(
      'invalid_state',
      `the migration ${edited.name} was edited after it was applied; restore it and add a new one`,
    );
  }
  return wanted.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new DomainError(
      'defect',
      `the migration ${name} failed and was rolled back: ${(cause as Error).message}`,
      {},
      { cause },
    );
  }
}
